# Two commands do everything: `make demo` and `make test`. Each sets up what it needs, and is quick the second time.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MUTANTS_READY := $(VENV)/.ready-for-mutants
NODE_SDKS ?= yes

.PHONY: help demo demo-pulumi demo-review pictures pulumi-shell test check node-sdks actionlint pulumi coverage oracle format requirements clean mutants bench bench-startup bench-validate bench-plan bench-signatures bench-nightly bench-scale bench-identity bench-outside bench-judge bench-pulumi bench-review bench-formats

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(READY): requirements/build.txt requirements/dev.txt pyproject.toml requirements/setup.sh
	@PYTHON='$(PYTHON)' VENV='$(VENV)' bash requirements/setup.sh
	@touch $(READY)

$(MUTANTS_READY): requirements/mutants.txt $(READY)
	@PYTHON='$(PYTHON)' VENV='$(VENV)' bash requirements/setup.sh requirements/mutants.txt
	@touch $(MUTANTS_READY)

demo: $(READY) ## see the tool do its job, on an emulator on this machine
	@$(BIN)/python examples/demo/run.py

demo-pulumi: $(READY) pulumi ## see `pulumi up` do its job with the real engine, on an emulator on this machine (builds the engine once)
	@$(BIN)/python examples/demo/run_pulumi.py

pulumi-shell: $(READY) pulumi ## a shell in a project of its own where `pulumi up` works on an emulator on this machine
	@$(BIN)/python examples/demo/run_pulumi.py --shell

check: $(READY) ## the quick checks: lint, types, import contracts, unit tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n auto tests/unit tests/architecture

node-sdks: ## the npm SDKs that the emulator is tested with; nothing without Node.js, or with NODE_SDKS=no
	@NODE_SDKS='$(NODE_SDKS)' bash requirements/node-sdks.sh

actionlint: ## build the linter of GitHub workflows for the tests of ci/, once; nothing without Go
	@bash tools/actionlint/build.sh

pulumi: ## build the pulumi CLI, when none is on PATH, and what makes its classes, for the tests; once (minutes, needs Go)
	@bash tools/pulumi/build.sh
	@bash tools/sdks/build.sh

demo-review: $(READY) ## see four pull requests reviewed without credentials; the reports are kept in demo-review/
	@$(BIN)/python examples/demo/review.py demo-review

pictures: $(READY) ## keep the reviews of demo-review in docs/, with pictures of them (needs Chromium)
	@$(BIN)/python -m tools.pictures.take

test: check node-sdks actionlint ## everything that CI runs
	@$(BIN)/pytest -q -n auto --ignore=tests/unit --ignore=tests/architecture

coverage: $(READY) node-sdks actionlint ## branch coverage of the whole suite
	@$(BIN)/pytest -q -n auto --cov --cov-report=term:skip-covered

N ?= 20000
SEED ?= 2000
JOBS ?= 2
oracle: $(READY) ## more random worlds than CI plays, judged by the oracle: N=20000 SEED=2000 JOBS=2
	@$(BIN)/python -m tests.oracle.campaign $(N) $(SEED) $(JOBS)
mutants: $(MUTANTS_READY) ## how many planted mistakes in sync/core the tests find; of some: make mutants ONLY='sync.core.diff*'
	@$(BIN)/python bench/mutants.py $(foreach name,$(ONLY),'$(name)')

format: $(READY) ## rewrite the source as the linters want it
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: bench-startup bench-validate bench-plan bench-signatures bench-nightly bench-scale bench-identity bench-review bench-formats ## every benchmark, one after the other

bench-startup: $(READY) ## how long `ivrsync --help` takes, and a small plan
	@$(BIN)/python bench/startup.py

bench-validate: $(READY) ## validate a registry of 20,000 functions
	@$(BIN)/python bench/validate.py

bench-plan: $(READY) ## plan 20,000 registrations over the emulator
	@$(BIN)/python bench/plan.py

bench-signatures: $(READY) ## how well and how fast signatures are read from code
	@$(BIN)/python bench/signatures.py

bench-nightly: $(READY) ## what a nightly check of 10,000 functions fetches
	@$(BIN)/python bench/nightly.py

SIZES ?= 1000,10000,50000,100000
bench-scale: $(READY) ## how plan grows up to 100,000 functions, with late answers, with a limit (minutes): SIZES=1000,10000 for less
	@$(BIN)/python bench/scale.py --sizes $(SIZES)

FUNCTIONS ?= 500,2000
bench-identity: $(READY) ## how well and how fast renamed and moved functions are found (minutes): FUNCTIONS=500,2000,20000 for more
	@$(BIN)/python -m bench.identity --sizes $(FUNCTIONS)

bench-outside: $(READY) ## the same in worlds by an outsider (minutes)
	@$(BIN)/python -m bench.outside --sizes 50,500

bench-judge: $(READY) ## the same in worlds by another outsider (minutes)
	@$(BIN)/python -m bench.judge --sizes 60,300

bench-review: $(READY) ## how long a review of 50 changed functions among 5,000 takes
	@$(BIN)/python bench/review.py

bench-formats: $(READY) ## what each output format makes of 5,000 findings, and what a comment keeps
	@$(BIN)/python -m bench.formats

bench-pulumi: $(READY) pulumi ## what registrations add to a `pulumi up` of 500 functions with nothing to do (minutes)
	@$(BIN)/python -m bench.pulumi

requirements: ## pin again what pyproject.toml asks for (needs uv)
	@bash requirements/pin.sh

clean: ## remove everything that was made
	@rm -rf $(VENV) build dist mutants *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .import_linter_cache tests/emulator/nodejs/node_modules
