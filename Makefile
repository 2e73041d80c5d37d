# One command on a fresh machine: `make demo` or `make test`. `make` alone lists what there is.
VENV ?= .venv
PY   := $(VENV)/bin/python

# every process would read every module from its source anew: four seconds of processor each
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check lint bench lock distclean

help:  ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

$(VENV)/.ready-dev: requirements/dev.txt tools/venv.sh
	@sh tools/venv.sh $(VENV) requirements/dev.txt
	@rm -f $(VENV)/.ready-*; touch $@

$(VENV)/.ready-demo: requirements/demo.txt tools/venv.sh
	@test -e $(VENV)/.ready-dev || sh tools/venv.sh $(VENV) requirements/demo.txt
	@touch $@

demo: $(VENV)/.ready-demo  ## Serve a filled province on this machine; Ctrl-C ends it
	@$(PY) tools/messages.py compile
	@exec $(PY) -m cms.project.demo

test: $(VENV)/.ready-dev  ## Every test, in two processes with a PostgreSQL each; on yours if DATABASE_URL names one
	@$(PY) tools/messages.py compile
	@$(PY) -m pytest $(if $(DATABASE_URL),,-n 2) $(if $(THOROUGH),-o faulthandler_timeout=0)

lint: $(VENV)/.ready-dev  ## Format, lint, types, import contracts
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@MODE=test $(VENV)/bin/mypy .
	@MODE=test $(VENV)/bin/lint-imports

check: lint test  ## All that a change must pass

bench: $(VENV)/.ready-dev  ## The reading API against two floors, ten times the items, search, memory, screens (needs wrk; an hour at most)
	@command -v wrk >/dev/null || { echo "wrk is missing: install it (Debian: apt-get install wrk) and run again"; exit 1; }
	@$(PY) tools/messages.py compile
	@BENCH_ROWS=1000 $(PY) -m pytest tests/api/test_bench_rows.py -q
	@$(PY) -m bench.run --requests 100000
	@$(PY) -m bench.run --times 10 --only "list,page 250,item,resolve,navigation"
	@$(PY) -m bench.run --search
	@$(PY) -m bench.screens

lock: $(VENV)/.ready-dev  ## Resolve requirements/*.txt anew from pyproject.toml
	@for g in base demo dev; do [ $$g = base ] && x= || x="--group $$g"; \
	  $(PY) -m uv pip compile pyproject.toml $$x --universal --python-version 3.12 --generate-hashes \
	    --no-emit-index-url --no-header -q -o requirements/$$g.txt || exit 1; done

distclean:  ## Remove the virtual environment
	rm -rf $(VENV) .uv
