# Everything a person or CI runs; needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STACK ?= prod
PROGRAM ?= .
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Tests wait for children, proxies and drills about as long as they compute: twice as many as cores.
JOBS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))

ENGINE_TESTS := tests/engine tests/plugin tests/upgrade tests/package

.PHONY: help preview review test test-engine faults matrix proxies pulumi-cli proxy-binaries browser check format format-check types lint imports bench docs reference lock clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

preview: $(VENV)/.runtime ## Show what `pulumi up` would create for STACK (default: prod) of PROGRAM (default: .)
	@$(BIN)/holdfast preview $(STACK) --program $(PROGRAM)

# Without STACK every stack is reviewed: its default is for the preview.
review: $(VENV)/.runtime ## Say what a change does: BASE and HEAD are revisions; page and comment go to .review/
	@mkdir -p .review
	@$(BIN)/holdfast review $(if $(BASE),--base '$(BASE)') $(if $(HEAD),--head '$(HEAD)') \
	  $(if $(filter-out file,$(origin STACK)),--stack '$(STACK)') --program $(PROGRAM) --fail-on never \
	  --html .review/review.html --markdown .review/comment.md

test: $(VENV)/.dev proxy-binaries browser ## Run the tests
	$(WITH_SBIN) $(BIN)/pytest -n $(JOBS) --dist loadgroup

test-engine: $(VENV)/.dev pulumi-cli ## Run the tests on the real engine alone (needs the Pulumi CLI)
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ENGINE_TESTS)

faults: $(VENV)/.dev pulumi-cli ## Fail every single call of an update, and run it again (many minutes)
	FAULTS=every $(BIN)/pytest -n $(JOBS) --dist loadgroup tests/engine/test_faults.py

matrix: $(VENV)/.dev ## Preview every mixture of choices that the settings allow (many minutes)
	MATRIX=every $(BIN)/pytest -n $(JOBS) tests/matrix

proxies: $(VENV)/.dev proxy-binaries ## Measure real nginx and HAProxy next to what their configuration promises
	$(WITH_SBIN) $(BIN)/python -m tests.proxies.figures

# Debian puts both where only root looks.
WITH_SBIN := PATH="$$PATH:/usr/sbin"
proxy-binaries:
	@export $(WITH_SBIN); command -v haproxy >/dev/null && command -v nginx >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    RUNLEVEL=1 apt-get install --yes -qq --no-install-recommends haproxy nginx-light openssl >/dev/null; } || \
	  echo "haproxy and nginx are not on PATH, and only root with apt can install them: their tests are skipped" >&2

browser: | proxy-binaries  # two of apt at once would wait for nothing: the second one fails
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    apt-get install --yes -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || \
	  echo "chromium is not on PATH, and only root with apt can install it: its tests are skipped" >&2

pulumi-cli:
	@command -v pulumi >/dev/null && command -v pulumi-language-python >/dev/null || { \
	  echo "The Pulumi CLI (pulumi and pulumi-language-python) is not on PATH." >&2; \
	  echo "Get it: brew install pulumi/tap/pulumi, or https://www.pulumi.com/docs/install/" >&2; exit 1; }

check: format-check lint types imports ## Everything that CI asks of the code but its tests

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

bench: $(VENV)/.runtime ## Measure the start of the command line, previews against bare resources, and reviews of ten thousand resources
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.preview
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.review

docs: $(VENV)/.dev ## Build the documentation's site into site/, without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
	@echo "open site/index.html, which needs no server" >&2

reference: $(VENV)/.dev ## Write the pages and the schema that are made from the code
	$(BIN)/holdfast schema --output docs/stack-file.schema.json
	$(BIN)/python -m holdfast.settings.reference
	$(BIN)/python -m holdfast.cli.reference
	$(BIN)/python -m holdfast.checks.reference
	$(BIN)/python -m holdfast.cost.reference
	$(BIN)/python -m tests.engine.changes.page
	$(BIN)/python -m tests.matrix.page
	$(BIN)/python -m tests.matrix.guide
	$(BIN)/python -m tests.docs.limits_page

lock: ## Pin what the project depends on (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	printf '%s\n' '-e .' >> requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements-dev.txt
	printf '%s\n' '-e .' >> requirements-dev.txt

clean: ## Remove what was built
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache site

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
