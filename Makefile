# Needs python3 (3.11–3.13) with venv, and make. Everything else is installed in .venv/.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
INSTALLED := $(VENV)/installed
SYSTEM_TOOLS := chromium chromedriver soffice pdftotext redis-server
# The certificates of an organisation's own proxy are known to the system, not to uv.
SYSTEM_CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem)
export UV_SYSTEM_CERTS ?= $(if $(SYSTEM_CERTIFICATES),true,false)
COMPILE := $(RUN)/uv pip compile --generate-hashes --no-emit-index-url --no-strip-extras --no-header --universal

# pytest ends with 5 when it has found no tests, which must not pass for success.
PYTEST = run_pytest() { status=0; $(RUN)/pytest "$$@" || status=$$?; \
	if [ $$status -eq 5 ]; then \
		echo "No tests were collected, so nothing has been shown. Look at the marks and at tests/." >&2; \
	fi; return $$status; }; run_pytest

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo demo-live ui test test-system lint bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Run two working days for five invented municipalities, into .demo/
	@$(RUN)/python -W ignore -m stegvis.orchestration.demo

demo-live: $(INSTALLED) ## Run one small municipality on real servers: PostgreSQL, Redis, Airflow, Celery
	@$(RUN)/python -W ignore -m stegvis.orchestration.live

ui: $(INSTALLED) ## Open Airflow on what the demo has made
	@$(RUN)/python -m stegvis.orchestration.ui

test: $(INSTALLED) ## Run every test that needs Python packages only
	@$(PYTEST) -m "not system" --numprocesses 2 --dist loadscope --no-loadscope-reorder

test-system: $(INSTALLED) ## Run the tests that need Chromium, LibreOffice and Redis
	@for tool in $(SYSTEM_TOOLS); do \
		command -v $$tool > /dev/null || { \
			echo "$$tool was not found, and the system tests need it. Install it, or let .ci/run do so on Debian." >&2; \
			exit 1; }; \
	done
	@$(PYTEST) -m system

lint: $(INSTALLED) ## Check style, types and the direction of imports
	@$(RUN)/ruff check
	@$(RUN)/ruff format --check
	@$(RUN)/mypy
	@$(RUN)/lint-imports --no-cache

bench: $(INSTALLED) ## Measure the engines and print ratios
	@for file in benchmarks/[a-z]*.py; do echo "$$file"; $(RUN)/python "$$file" || exit 1; done

lock: $(INSTALLED) ## Lock the dependencies of pyproject.toml anew, with hashes
	@$(COMPILE) --all-extras --quiet pyproject.toml -o requirements.lock.txt
	@echo uv | $(COMPILE) --no-annotate --quiet --python-version 3.11 - -o requirements.bootstrap.txt

clean: ## Remove the demo's data and all caches, but not .venv/
	@rm -rf .demo .demo-live .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# Made anew when a lock changes, so that it never holds anything but what is locked.
$(INSTALLED): pyproject.toml requirements.lock.txt requirements.bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "stegvis runs on Python 3.11, 3.12 or 3.13, and $(PYTHON) is another or missing. Choose one: make PYTHON=python3.12 ..." >&2; \
		exit 1; }
	@echo "Installing in $(VENV)/, which is done once."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.bootstrap.txt
	@$(RUN)/uv pip install --quiet --python $(RUN)/python --require-hashes -r requirements.lock.txt
	@$(RUN)/uv pip install --quiet --python $(RUN)/python --no-deps --no-build-isolation -e .
	@touch $@
