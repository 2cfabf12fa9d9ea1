# Two commands do everything: `make demo` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Python keeps what it has compiled, whatever the machine says: each of the many processes would else compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-all reliability benchmark docs spark

demo: $(VENV)/ready
	$(BIN)/timeline demo

test: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not slow"

test-all: export TIMELINE_MORE_EXAMPLES := 3
test-all: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

reliability: $(VENV)/ready
	RELIABILITY=whole $(BIN)/python -m pytest -n 2 --dist worksteal tests/reliability --ignore tests/reliability/test_load.py
	RELIABILITY=whole $(BIN)/python -m pytest tests/reliability/test_load.py

docs: $(VENV)/ready
	$(BIN)/python -m timeline.manual docs

benchmark: $(VENV)/ready
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.bare_splink

spark: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	$(BIN)/python -m pytest tests/spark

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] <= (3, 13) else 'Python 3.11, 3.12 or 3.13 is needed: say which with make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
