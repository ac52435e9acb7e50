# `make demo` and `make test` need only Python 3.11 or newer: the rest is set up in .venv the first time.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# What Python compiled once is kept: tests start the program a hundred times.
unexport PYTHONDONTWRITEBYTECODE

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_LINK_MODE ?= copy

.DEFAULT_GOAL := help
.PHONY: help all demo test lint format bench docs lock changelog clean

help: ## what can be made
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

all: lint test bench demo ## lint, test, bench and demo

demo: $(READY) ## compare the options of an example council
	@$(BIN)/licmodel compare scenarios/council_2027.yaml

test: $(READY) ## run all tests
	@$(BIN)/python -m pytest -q --numprocesses=auto --dist=worksteal

lint: $(READY) ## check style, types and floors
	@failed=; \
	$(BIN)/lint-imports --no-logo > .venv/floors.log 2>&1 & floors=$$!; \
	$(BIN)/ruff check --quiet || failed="$$failed style"; \
	$(BIN)/ruff format --check --quiet || failed="$$failed format (make format mends it)"; \
	$(BIN)/mypy --no-error-summary || failed="$$failed types"; \
	wait $$floors || { cat .venv/floors.log; failed="$$failed floors"; }; \
	if [ "$$failed" ]; then echo "lint: faults in$$failed" >&2; exit 1; fi; \
	echo "lint: no faults"

format: $(READY) ## put the code in shape
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

bench: $(READY) ## time the program against its budgets
	@set -e; for each in $(sort $(wildcard bench/*.py)); do $(BIN)/python $$each; done

docs: $(READY) ## write docs/method.md anew from the program
	@$(BIN)/python -m licmodel.report.method

# Nothing about this machine comes into the file: no index, no path.
lock: $(READY) ## pin the newest allowed versions in requirements-dev.txt
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --extra dev --universal \
		--python-version 3.11 --no-config --custom-compile-command "make lock" \
		--output-file requirements-dev.txt

changelog: $(READY) ## gather changelog.d into CHANGELOG.md for a release
	@$(BIN)/towncrier build --yes --version "$$($(BIN)/licmodel --version | awk '{ print $$NF }')"

clean: ## remove .venv and everything made
	@rm -rf .venv build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find licmodel tests -name __pycache__ -type d -prune -exec rm -rf {} +

# uv is ten times as fast as pip; where it cannot be had, or cannot reach the index, pip does it.
$(READY): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "licmodel needs Python 3.11 or newer: make PYTHON=python3.12, or whichever you have"; exit 1; }
	@echo "Setting up .venv (a few seconds to a minute) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --constraint requirements-dev.txt uv 2> .venv/uv.log \
		&& $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -r requirements-dev.txt -e . 2>> .venv/uv.log \
		|| $(BIN)/python -m pip install -qq --no-deps -r requirements-dev.txt -e .
	@touch $@
