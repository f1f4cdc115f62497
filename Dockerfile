# One image for every role; the command decides which: `rasd worker segment`, `rasd topics create` …
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d

FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
# For a network of its own kind: `docker build --build-arg PIP_INDEX_URL=…`. Nothing of it stays in the image.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_CERT
ARG PIP_DEFAULT_TIMEOUT
RUN python -m venv /opt/rasd
COPY requirements.lock ./
RUN /opt/rasd/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY pipeline pipeline
COPY agents agents
COPY search search
COPY service service
COPY configs configs
# Afterwards pip has done its work: the image has no program that installs something.
RUN /opt/rasd/bin/pip install --no-cache-dir --no-deps . && /opt/rasd/bin/pip uninstall --yes --quiet pip setuptools

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 rasd && useradd --uid 10001 --gid rasd --home-dir /var/lib/rasd --create-home --shell /usr/sbin/nologin rasd
COPY --from=build /opt/rasd /opt/rasd
# A worker does one thing at a time: a pool of threads as large as the machine would only wait for its limits.
ENV PATH=/opt/rasd/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    XDG_DATA_HOME=/var/lib \
    XDG_CACHE_HOME=/tmp
USER 10001:10001
WORKDIR /var/lib/rasd
ENTRYPOINT ["rasd"]
CMD ["--help"]
