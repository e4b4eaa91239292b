# Everything a person or CI runs; needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STACK ?= prod
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
JOBS ?= auto

ENGINE_TESTS := tests/engine tests/plugin tests/upgrade tests/package

.PHONY: help preview test test-engine faults pulumi-cli check format format-check types lint imports bench docs lock clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

preview: $(VENV)/.runtime ## Show what `pulumi up` would create for STACK (default: prod)
	@$(BIN)/holdfast preview $(STACK)

test: $(VENV)/.dev ## Run the tests
	$(BIN)/pytest -n $(JOBS) --dist loadgroup

test-engine: $(VENV)/.dev pulumi-cli ## Run the tests on the real engine alone (needs the Pulumi CLI)
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ENGINE_TESTS)

faults: $(VENV)/.dev pulumi-cli ## Fail every single call of an update, and run it again (many minutes)
	FAULTS=every $(BIN)/pytest -n $(JOBS) --dist loadgroup tests/engine/test_faults.py

pulumi-cli:
	@command -v pulumi >/dev/null && command -v pulumi-language-python >/dev/null || { \
	  echo "The Pulumi CLI (pulumi and pulumi-language-python) is not on PATH." >&2; \
	  echo "Get it: brew install pulumi/tap/pulumi, or https://www.pulumi.com/docs/install/" >&2; exit 1; }

check: format-check lint types imports test ## Everything that CI runs

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

format-check: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev ## Lint
	$(BIN)/ruff check .

types: $(VENV)/.dev ## Check types strictly
	$(BIN)/mypy

imports: $(VENV)/.dev ## Check which room imports which
	$(BIN)/lint-imports

bench: $(VENV)/.runtime ## Measure previews, offline and by the engine, against bare resources
	$(BIN)/python -m benchmarks.preview
	$(BIN)/python -m benchmarks.engine

docs: $(VENV)/.dev ## Write the pages and the schema that are made from the code
	$(BIN)/holdfast schema --output docs/stack-file.schema.json
	$(BIN)/python -m holdfast.settings.reference
	$(BIN)/python -m holdfast.checks.reference
	$(BIN)/python -m tests.engine.changes.page

lock: ## Pin what the project depends on (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	printf '%s\n' '-e .' >> requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements-dev.txt
	printf '%s\n' '-e .' >> requirements-dev.txt

clean: ## Remove what was built
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "holdfast needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what holdfast needs into $(VENV) (about a minute the first time)..." >&2
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime
