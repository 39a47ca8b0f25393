# Needs python3 (3.11 or newer), pip (22.3 or newer) and make; nothing else.
# The venv is made without pip, so that it works where ensurepip is missing.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check --no-compile

# Else every one of the many processes here compiles all it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

.venv/run.ok: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Outreach needs Python 3.11 or newer: set PYTHON=python3.11 (or newer)."; exit 1; }
	@echo "Installing into .venv (half a minute the first time) …"
	@$(PYTHON) -m venv --without-pip .venv
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --editable .
	@touch $@

.venv/dev.ok: .venv/run.ok requirements-dev.lock
	@$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Without isolation, so that what builds a peer is locked too.
.venv/bench.ok: .venv/dev.ok requirements-bench.lock
	@$(PIP) --no-deps --require-hashes --no-build-isolation -r requirements-bench.lock
	@touch $@

.PHONY: install
install: .venv/run.ok ## prepare .venv with .venv/bin/outreach in it

.PHONY: run
run: install ## send the sample announcement into out/ and serve the form
	@$(BIN)/outreach demo

.PHONY: serve
serve: install ## serve the form, the scheduler and the worker
	@$(BIN)/outreach serve

.PHONY: test
test: .venv/dev.ok ## every test that needs nothing but the package index
	@$(BIN)/python -m pytest -m "not system" -n logical --dist worksteal

.PHONY: test-system
test-system: .venv/dev.ok ## the tests against real system packages, installed where it may
	@sh tests/system/install.sh
	@$(BIN)/python -m pytest -m system

.PHONY: bench
bench: .venv/bench.ok ## measure against the bars; one of them: make bench ONLY=fanout_sqlite
	@$(BIN)/python -m benchmarks $(ONLY)

.PHONY: faults
faults: .venv/dev.ok ## 200 kills and more in every phase of dispatch; nothing may be lost or sent twice
	@$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED))

.PHONY: check
check: .venv/dev.ok ## format, lint, types, import rules, numbers of the migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/store/test_history.py

.PHONY: wheel
wheel: .venv/dev.ok ## build the wheel, install it in an empty place and run it from another folder
	@sh tests/system/wheel.sh

.PHONY: lock
lock: ## renew the hashed locks
	@rm -rf .venv-lock && $(PYTHON) -m venv --without-pip .venv-lock
	@$(PYTHON) -m pip --python .venv-lock/bin/python install --quiet uv
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade pyproject.toml -o requirements.lock
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade --extra dev --extra postgres -c requirements.lock pyproject.toml -o requirements-dev.lock
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade --extra bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock
	@rm -rf .venv-lock
