# Nothing is needed before these but git, make and Python 3.11, 3.12 or 3.13.

FITS := -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python $(FITS) 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/base-$(shell cksum < requirements/base.txt | tr ' ' '-')
DEV := $(VENV)/dev-$(shell cksum < requirements/dev.txt | tr ' ' '-')
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
KBGO_ENV ?= development
export KBGO_ENV

.DEFAULT_GOAL := help
.PHONY: help run prepare test check fix demo demo-packet bench fuzz messages lock

help:
	@echo "make run    serve on this machine     make test   run the tests"
	@echo "make demo   fictional people          make check  lint, types, imports, migrations"
	@echo "make bench  measure                   make fix    mend what can be mended"
	@echo "make fuzz   damage sealed bytes"

run: $(BASE)
	@exec $(BIN)/python -m kbgo.serve

prepare: $(BASE)
	@$(BIN)/python -m kbgo.prepare

demo: prepare
	@$(BIN)/python manage.py demo

PACKET ?= reports/demo-packet.zip
demo-packet: prepare
	@mkdir -p $(dir $(PACKET))
	@$(BIN)/python manage.py demo_packet --out $(PACKET)

bench: $(DEV) prepare
	@mkdir -p reports
	@$(BIN)/python -m benchmarks

test: $(DEV)
	@$(BIN)/python -m tests

# None of this many damaged objects, wraps and certificates may open.
FUZZ_MUTATIONS ?= 100000
fuzz: $(DEV)
	@FUZZ_MUTATIONS=$(FUZZ_MUTATIONS) $(BIN)/python -m pytest -n 2 -q tests/vault/test_vault_mutations.py

check: $(DEV)
	@$(BIN)/python -m tests.gates

fix: $(DEV)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

# The message catalogues, from the sources.
messages: $(DEV)
	@$(BIN)/python -m kbgo.catalogue update

# The pinned requirements, from the *.in files. Use the oldest Python that is supported: it needs most.
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" ../$(BIN)/pip-compile --quiet --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe
lock: | $(BIN)/python
	@$(BIN)/python -m pip install --quiet pip-tools
	@cd requirements && $(COMPILE) --output-file base.txt base.in
	@cd requirements && $(COMPILE) --output-file dev.txt dev.in

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; PYTHON= names one." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments; \
	on Debian the package is python3-venv." >&2; rm -rf $(VENV); exit 1; }

$(BASE): | $(BIN)/python
	@echo "Installing what the site needs"
	@$(INSTALL) -r requirements/base.txt
	@rm -f $(VENV)/base-* && touch $@

$(DEV): | $(BIN)/python
	@echo "Installing what the tests and checks need"
	@$(INSTALL) -r requirements/dev.txt
	@rm -f $(VENV)/dev-* && touch $@ $(BASE)
