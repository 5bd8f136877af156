# Everything runs from .venv, which `make setup` creates; a fresh machine needs Python 3.11, a C compiler and make.
# Compiled modules are kept, whatever the environment says: each process that starts would compile them all.
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CONSOLE_PORT ?= 8080
INPUTS := pyproject.toml sdk/pyproject.toml constraints.txt

.PHONY: setup run browser cluster test screenshots prove peers bench bench-quick lint clean

setup: $(VENV)/.installed

$(VENV)/.installed: $(INPUTS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e './sdk[local,bulk]' -e '.[dev]'
	@touch $@

run: setup
	@$(BIN)/huixin-server migrate
	@$(BIN)/huixin-server demo
	@exec $(BIN)/huixin-server serve --port $(PORT) --console $(CONSOLE_PORT)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	cd sdk && ../$(BIN)/deptry .

# The console is tested in a real browser; without one its tests are skipped and say so.
browser:
	@command -v chromium >/dev/null \
		|| (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk) >/dev/null 2>&1 \
		|| echo "Chromium could not be installed, so the tests of the console are skipped: apt-get install chromium"

# Screening on a Ray cluster is tested at full size alone; without Ray that test is skipped and says so.
cluster: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e './sdk[local,bulk,ray]'

# Of the long tests a part runs on each day, so that this stays under ten minutes; `make test TURN=all` runs them all.
TURN ?= $(shell date +%j)

test: lint browser
	$(BIN)/huixin-server rules check
	$(BIN)/huixin-server rules test
	HUIXIN_TURN=$(TURN) $(BIN)/pytest -n 2 --dist worksteal -q $(if $(filter all,$(TURN)),,--snapshot-warn-unused)

# Every page of the console, in both languages and three widths, into var/screenshots.
screenshots: setup browser
	$(BIN)/pytest -n 0 -q tests/console/screenshots.py

# All at full size, or a part of it: `make prove TESTS=tests/models`.
TESTS ?= tests

prove: lint browser cluster
	$(BIN)/huixin-server rules check
	$(BIN)/huixin-server rules test
	HUIXIN_FULL=1 $(BIN)/pytest -n 2 --dist worksteal -q $(TESTS)

# Peers of the rules, and wrk as the load of the served ones.
peers: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@command -v wrk >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk) >/dev/null 2>&1 \
		|| echo "wrk could not be installed, so what it loads is not measured: apt-get install wrk"

bench: peers
	$(BIN)/python -m bench

bench-quick: peers
	$(BIN)/python -m bench --quick

clean:
	rm -rf $(VENV) var build dist
