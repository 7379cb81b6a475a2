# make demo    the main job on the seed article, with the core alone
# make test    what CI runs: everything a change must pass
# make check   the same and mypy --strict
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check slow clean

$(VENV)/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt --editable .
	touch $@

$(VENV)/dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt torch
	$(PIP) --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(VENV)/core
	$(BIN)/dyade-predict input=seeds/articles output=outputs/demo
	@$(BIN)/python -c "import csv; [print(*(r[k] or '-' for k in ('source', 'target', 'label', 'threatening')), r['quote'][:90], sep='  ') for r in csv.DictReader(open('outputs/demo/dyads.csv', encoding='utf-8'))]"
	@echo "Open outputs/demo/report.html in a browser."

test: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -q

check: test
	$(BIN)/mypy

slow: $(VENV)/dev
	$(BIN)/python -m pytest -q -m slow

clean:
	rm -rf $(VENV) build dist src/*.egg-info outputs
