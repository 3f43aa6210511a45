# The two commands are `make book` and `make test`; each does all its own set-up.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help book html pdf data test browser lab lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(READY) ## the whole book: website, PDF and data, into _build
	@$(BIN)/spacepact build

html: $(READY) ## the website only
	@$(BIN)/spacepact build html

pdf: $(READY) ## the PDF only
	@$(BIN)/spacepact build pdf

data: $(READY) ## the tables only
	@$(BIN)/spacepact build data

test: $(READY) browser book ## all tests, in a real browser too
	@$(BIN)/python -m pytest

lab: $(READY) ## JupyterLab on the chapters, opened as notebooks
	@$(BIN)/jupyter lab chapters

lock: $(READY) ## refresh requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --all-extras \
	  --no-emit-package spacepact --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean: ## remove the built book and the environment
	rm -rf _build $(VENV)

# Debian splits venv from Python: where it is missing, apt has it.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) from requirements.lock (once, about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(APT) python3-venv; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@cp lib/spacepact/publish/lab_overrides.json $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT = { $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  $(APT) chromium >/dev/null; }
