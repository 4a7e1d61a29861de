# Remit needs Python 3.11 or newer and make; every target sets up what it needs.
# Another Python: make demo PY=/path/to/python3.12

PY ?= python3
UV ?= uv
VENV := .venv
DOCS_VENV := .venv-docs
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
WORKERS ?= 2

# The stamps say which lock is installed; they are older than a lock that has changed.
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed
DOCS := $(DOCS_VENV)/.docs-installed

INSTALL := -m pip install -q --disable-pip-version-check --no-deps
LOCKED := --only-binary :all: --require-hashes -r
OWN := --no-index --no-build-isolation -e .
PROGRAM := pyproject.toml
# The journeys walk the demo, which is always on SQLite.
WITH_DATABASE := $(wildcard tests/web)

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test test-all test-postgres test-long check format docs pictures bench calibrate lock clean

help: ## this list
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^=]*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN) ## set everything up, enter the published cases, serve on http://localhost:8000
	@$(PYTHON) -m remit demo

serve: $(RUN) ## serve the installation that is set up here
	@$(PYTHON) -m remit serve

test: $(TEST) ## set up and run the suite on SQLite, without the long journeys
	$(PYTHON) -m pytest -n $(WORKERS) -m "not long"

test-all: test test-postgres test-long ## every test, on SQLite and on PostgreSQL

test-postgres: $(TEST) ## what touches the database, on PostgreSQL
	$(if $(WITH_DATABASE),REMIT_TEST_DATABASE=postgres $(PYTHON) -m pytest -n $(WORKERS) -m "not long" $(WITH_DATABASE),@true)

test-long: $(TEST) ## whole consultations typed in a real browser, servers killed, networks cut
	$(PYTHON) -m pytest -n $(WORKERS) -m long

check: $(TEST) ## format, lint, types, contracts, content, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTHON) -m remit content check
	$(PYTHON) -m remit.web makemigrations --check --dry-run

format: $(TEST) ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DOCS) ## build the documentation into site/
	PYTHONPATH=src NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/python -m mkdocs build --strict --quiet

pictures: $(TEST) ## take the documentation's pictures from the running demo
	$(PYTHON) docs/take_pictures.py

bench: $(TEST) ## run the benchmarks
	@set -e; for file in $(wildcard benchmarks/*.py); do echo "$$file"; $(PYTHON) "$$file"; done

calibrate: $(TEST) ## simulate size, coverage and power, and write the tables of the methods pages
	@set -e; for file in $(wildcard calibration/*.py); do echo "$$file"; $(PYTHON) "$$file"; done

lock: ## write requirements/*.lock anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: $(PY) -m pip install uv, or name it with UV=" >&2; exit 1; }
	$(UV_COMPILE) --extra web --extra pdf --extra trials --group build -o requirements/run.lock
	$(UV_COMPILE) --extra web --extra pdf --extra trials --group build --group test -c requirements/run.lock -o requirements/test.lock
	$(UV_COMPILE) --extra web --group docs -c requirements/run.lock -o requirements/docs.lock

UV_COMPILE = $(UV) pip compile -q $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml

clean: ## remove environments, caches and built files; never a database
	rm -rf $(VENV) $(DOCS_VENV) site dist test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip is the last thing that `python -m venv` puts in place, so its presence means a whole environment.
%/bin/pip:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Remit needs Python 3.11 or newer and \"$(PY)\" is not: name one, for example make $(firstword $(MAKECMDGOALS)) PY=python3.11" >&2; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up $* (about half a minute, once)"
	@$(PY) -m venv $*
	@printf '*\n' > $*/.gitignore

$(RUN): requirements/run.lock $(PROGRAM) | $(BIN)/pip
	@$(PYTHON) $(INSTALL) $(LOCKED) requirements/run.lock
	@$(PYTHON) $(INSTALL) $(OWN)
	@touch $@

$(TEST): requirements/test.lock $(PROGRAM) | $(BIN)/pip
	@$(PYTHON) $(INSTALL) $(LOCKED) requirements/test.lock
	@$(PYTHON) $(INSTALL) $(OWN)
	@touch $@ $(RUN)

$(DOCS): requirements/docs.lock | $(DOCS_VENV)/bin/pip
	@$(DOCS_VENV)/bin/python $(INSTALL) $(LOCKED) requirements/docs.lock
	@touch $@
