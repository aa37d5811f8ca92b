# lineproof: the same commands for a person and for CI. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FUZZ ?= 100000
UV_VERSION := 0.13.8
AUDIT_VERSION := 2.10.1
WORKERS ?= 3
# Debian leaves these out of a user's path; what tests start lies there.
export PATH := $(PATH):/usr/sbin:/sbin
# Tests start many programs: none compiles again what another did.
unexport PYTHONDONTWRITEBYTECODE

PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Wheels only: a source distribution would fetch an unpinned build backend of its own.
PIP_PINNED := $(PIP) install --require-hashes --only-binary :all: --requirement
# Spark is published as a source distribution alone: it is built by setuptools as pinned.
PIP_SPARK := $(PIP) install --require-hashes --only-binary :all: --no-binary pyspark \
  --no-build-isolation --use-pep517 --requirement
# The build backend is one of the pinned requirements: nothing is downloaded here.
PIP_SELF := $(PIP) install --no-deps --no-build-isolation --no-index --editable .

# $(call debian,PACKAGES): install them as root, else say the one command and stop.
debian = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && \
	  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $(1) >/dev/null; \
	else \
	  echo "This needs Debian packages. Run: sudo apt-get install -y $(1)" >&2; exit 1; \
	fi

# What tests start, as PROGRAM:PACKAGE or FILE:PACKAGE. RUNLEVEL=1 keeps services from starting.
PROGRAMS := \
  chromium:chromium \
  fping:fping \
  glewlwyd:glewlwyd \
  icingadb:icingadb \
  ip:iproute2 \
  java:openjdk-17-jre-headless \
  msgfmt:gettext \
  nft:nftables \
  pdftoppm:poppler-utils \
  pdftotext:poppler-utils \
  php:php-cli \
  prometheus-blackbox-exporter:prometheus-blackbox-exporter \
  prometheus-snmp-exporter:prometheus-snmp-exporter \
  prometheus:prometheus \
  psql:postgresql \
  snmpd:snmpd \
  snmpset:snmp \
  soffice:libreoffice-calc-nogui \
  systemd-analyze:systemd \
  zabbix_sender:zabbix-agent \
  zabbix_server:zabbix-server-pgsql \
  /var/lib/dpkg/info/dbconfig-sqlite3.list:dbconfig-sqlite3 \
  /usr/share/zabbix/api_jsonrpc.php:zabbix-frontend-php

# $(call programs,PAIRS): install the packages of those programs that aren't there.
programs = missing=; \
	for pair in $(1); do \
	  command -v "$${pair%%:*}" >/dev/null || [ -e "$${pair%%:*}" ] || missing="$$missing $${pair\#*:}"; \
	done; \
	if [ -n "$$missing" ]; then $(call debian,--no-install-recommends$$missing); fi

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.run ## Check, settle, explain and seal a real contract's month, in build/demo
	@rm -rf build/demo
	@$(BIN)/lineproof demo build/demo

.PHONY: test
test: $(VENV)/.spark ## Run the whole test suite, examples and doctests included
	@$(call programs,$(PROGRAMS))
	@# in small parts: what takes long lies together, and would all fall to one worker
	@# the workers share the cores: threads of each would only wait for one another
	@POLARS_MAX_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxschedchunk 16

.PHONY: check
check: $(VENV)/.spark ## Check style, types, layers and tidiness, without changing anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet tests/test_tidy.py

.PHONY: bench
bench: $(VENV)/.dev ## Measure speed and memory
	@$(BIN)/python -m bench

.PHONY: docs
docs: $(VENV)/.dev ## Build the documentation, running its code
	@$(BIN)/python docs/build.py

.PHONY: fuzz
fuzz: $(VENV)/.dev ## Fuzz with FUZZ inputs a property (100000), and kill a server FUZZ/1000 times
	@$(BIN)/python -m pytest tests/fuzz tests/web/test_killing.py tests/cli/test_ingest.py \
	  --fuzz $(FUZZ)
	@# the properties, with examples that `make test` doesn't see
	@$(BIN)/python -m pytest -m hypothesis --hypothesis-profile search

.PHONY: lock
lock: build/.uv-$(UV_VERSION) ## Pin the newest dependencies, with hashes, in requirements/
	@compile() { build/uv/bin/uv pip compile pyproject.toml "$$@" --quiet --upgrade --universal \
	  --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock"; }; \
	compile --extra web --group build --output-file requirements/run.txt; \
	compile --extra web --group build --group dev --constraint requirements/run.txt --output-file requirements/dev.txt; \
	compile --extra spark --extra web --group build --constraint requirements/dev.txt --output-file requirements/spark.txt

.PHONY: audit
audit: build/.audit-$(AUDIT_VERSION) ## Ask advisory databases about every pinned dependency
	@for file in requirements/*.txt; do \
	  echo "$$file"; \
	  build/audit/bin/pip-audit --requirement $$file --require-hashes --disable-pip --strict \
	    --progress-spinner off; \
	done

.PHONY: clean
clean: ## Delete what was built and cached, but not .venv
	@rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: once they are newer than what they come from, an install costs nothing.

# pip comes last into a new environment: where it is, the environment is whole.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "lineproof needs Python 3.11 or newer; $(PYTHON) isn't. Run: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  package=$$($(PYTHON) -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'); \
	  $(call debian,$$package); }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.run: $(BIN)/pip requirements/run.txt pyproject.toml hatch_build.py
	@echo "Installing lineproof into $(VENV) …"
	@$(PIP_PINNED) requirements/run.txt
	@$(PIP_SELF)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing the development tools into $(VENV) …"
	@$(PIP_PINNED) requirements/dev.txt
	@touch $@

$(VENV)/.spark: $(VENV)/.dev requirements/spark.txt
	@echo "Installing Spark into $(VENV) …"
	@$(PIP_SPARK) requirements/spark.txt
	@touch $@

build/.audit-$(AUDIT_VERSION):
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip --disable-pip-version-check -qq install pip-audit==$(AUDIT_VERSION)
	@touch $@

build/.uv-$(UV_VERSION):
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/python -m pip --disable-pip-version-check -qq install uv==$(UV_VERSION)
	@touch $@
