# make run    the whole stack on this machine, with the two seed articles
# make test   every check and test, as CI runs them
# make chaos  faults of every kind under load, and the proof that nothing was lost (docs/reliability.md)
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test chaos chaos-mutations check fmt lock clean

run: .venv/run
	$(BIN)/rasd up --seeds

test: check
	$(BIN)/python -m pytest

chaos: .venv/dev
	$(BIN)/python -m tests.chaos.run

# The chaos test must fail on each of a few known faults.
chaos-mutations: .venv/dev
	$(BIN)/python -m tests.chaos.mutations

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The environments are made from the locks alone: every package pinned and hashed.
.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else f"Rasd needs Python 3.11 to 3.13, {sys.executable} is {v[0]}.{v[1]}; run: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Both locks anew from pyproject.toml; --upgrade is left to whoever means it.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --override requirements-overrides.txt pyproject.toml

lock: .venv/dev
	$(COMPILE) -o requirements.lock
	$(COMPILE) --group dev -o requirements-dev.lock

clean:
	rm -rf .venv dist build
