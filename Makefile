# Everything runs from .venv, which `make setup` creates; a fresh machine needs Python 3.11, a C compiler and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
INPUTS := pyproject.toml sdk/pyproject.toml constraints.txt

.PHONY: setup run test prove bench lint clean

setup: $(VENV)/.installed

$(VENV)/.installed: $(INPUTS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e './sdk[local]' -e '.[dev]'
	@touch $@

run: setup
	@$(BIN)/huixin-server migrate
	@$(BIN)/huixin-server demo
	@exec $(BIN)/huixin-server serve --port $(PORT)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

test: lint
	$(BIN)/huixin-server rules check
	$(BIN)/huixin-server rules test
	$(BIN)/pytest -n 2 --dist worksteal -q

prove: lint
	$(BIN)/huixin-server rules check
	$(BIN)/huixin-server rules test
	HUIXIN_FULL=1 $(BIN)/pytest -n 2 --dist worksteal -q

bench: setup
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) var build dist
