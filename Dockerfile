# One image for every role; the command decides which: `rasd worker segment`, `rasd topics create` …
FROM python:3.11-slim-bookworm AS build
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
RUN /opt/rasd/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/rasd --create-home rasd
COPY --from=build /opt/rasd /opt/rasd
ENV PATH=/opt/rasd/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_DATA_HOME=/var/lib \
    XDG_CACHE_HOME=/tmp
USER rasd
WORKDIR /var/lib/rasd
ENTRYPOINT ["rasd"]
CMD ["--help"]
