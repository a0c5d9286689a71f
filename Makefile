# Songbang. `make help` explains the targets; `make demo` and `make test` do everything from a clean clone.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
MEMBERS := $(wildcard libs/*) $(wildcard services/*-svc) gateway deploy/local
PACKAGES := libs services gateway/src deploy/local/src examples/service/src
DETACH ?=
GATEWAY_PORT ?= 8080
SERVICE_PORT ?= 8101
POSTGRES_PORT ?= 54320
SEED ?= 1
ROUNDS ?= 300
BUS ?= postgres
WORKERS ?= 2
SCALE ?= 0.3
EXAMPLES ?= 50
CHECKED ?=
AGAIN ?=
MODULE ?=
MOCK_PORT ?= 4010
SERVICE ?=
NAME ?=
FIRST ?= suggestions
TITLE ?=
FIRST_TITLE ?=
KAFKA_STORIES ?= $(addprefix tests/e2e/test_,county_year.py faces.py command_line.py)

.DEFAULT_GOAL := help
.PHONY: service aggregate sbom mutants words workbooks clients county fuzz generated examples mock postman format-dashboard lint-dashboard types imports shape faults help setup dashboard demo demo-stop demo-reset test test-kafka test-browser screenshots soak test-compose compose-demo compose-demo-stop check format bench migrate revision lock

help: ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

setup: .venv/.ready ## make the virtual environment with everything the product and its tests need

.venv/.ready: requirements.lock pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make setup PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing what requirements.lock names ..."
	@# uv is several times faster; where it cannot reach what pip is set up to reach, pip does the same by itself.
	@index=$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true); \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	{ $(PIP) uv && $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock; } \
		|| $(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

dashboard: setup ## build the dashboard when its sources changed (Node comes with the virtual environment)
	@$(BIN)/python -m songbang.dashboard

demo: setup ## run the demo county on embedded parts until Ctrl-C; DETACH=1 returns when it is loaded
	@$(BIN)/python -m songbang.dashboard --or-go-on
	@$(BIN)/songbang demo --gateway-port $(GATEWAY_PORT) --service-port $(SERVICE_PORT) \
		--postgres-port $(POSTGRES_PORT) --seed $(SEED) $(if $(DETACH),--detach)

demo-stop: setup ## stop a detached demo
	@$(BIN)/songbang demo-stop

demo-reset: setup ## stop the demo and drop all of its data
	@$(BIN)/songbang demo-reset

# What `make test` needs beside the environment: built once, and used by every test and every worker.
county: setup ## the demo county with its year told, as a copy that tests start from in seconds
	@$(BIN)/python -m songbang.demo.seeded

test: dashboard county ## every test that needs neither Java nor Docker; CHECKED=1 leaves out those of `make check`
	@$(BIN)/python -m pytest -q -n $(WORKERS) $(AGAIN) tests --ignore tests/faults --ignore tests/browser \
		$(if $(CHECKED),--ignore tests/unit --ignore tests/contract --ignore tests/shape)

fuzz: county ## many generated requests to every route: make fuzz EXAMPLES=50
	@SONGBANG_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q -o faulthandler_timeout=0 tests/fuzz

test-browser: setup ## the dashboard's stories in a real Chromium (apt-get install chromium chromium-l10n fonts-noto-cjk)
	@$(BIN)/python -m songbang.dashboard
	@$(BIN)/python -m songbang.demo.seeded --today
	@$(BIN)/python -m pytest -q -n $(WORKERS) $(AGAIN) tests/browser

screenshots: setup ## take the pictures of docs/screenshots anew, from a fresh county
	@$(BIN)/python -m songbang.dashboard
	@SONGBANG_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q tests/browser/test_looks.py \
		tests/browser/test_states.py tests/browser/test_live.py tests/browser/test_desk.py tests/browser/test_setup.py

soak: setup ## half an hour of live updates on open pages: what the browser holds must not grow
	@$(BIN)/python -m bench.soak

test-kafka: setup ## the bus contract and the county's story on a real Apache Kafka (needs Java and Maven)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --kafka $(AGAIN) tests/integration/bus $(KAFKA_STORIES)

test-faults: setup ## every kind of fault on the embedded bus and, where Java and Maven are, on a real Apache Kafka
	@if command -v java >/dev/null && command -v mvn >/dev/null; then set -- --kafka; \
	else echo "faults on Kafka left out: Java 17 and Maven are needed"; set --; fi; \
	$(BIN)/python -W ignore -m pytest -q -rP -o faulthandler_timeout=0 -n $(WORKERS) "$$@" $(AGAIN) tests/faults

faults: setup ## break things under load and see nothing lost: make faults ROUNDS=300 BUS=both SCALE=0.3
	@$(BIN)/python -W ignore -m tests.faults --rounds $(ROUNDS) --bus $(BUS) --scale $(SCALE) $(if $(FAULT_SEED),--seed $(FAULT_SEED))

compose-demo: setup ## the demo county on docker compose: real Kafka and PostgreSQL
	@$(BIN)/python -m songbang.compose demo --port $(GATEWAY_PORT)

compose-demo-stop: setup ## take that demo down, with its data
	@$(BIN)/python -m songbang.compose stop --port $(GATEWAY_PORT)

test-compose: setup ## build and start the compose file for real, and take it down (needs Docker with Compose v2)
	@$(BIN)/python -m pytest -q -o faulthandler_timeout=0 --compose $(AGAIN) tests/compose

check: setup ## format, lint, types, import rules, unit, contract and shape tests
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@$(MAKE) --no-print-directory types imports
	@$(BIN)/python -m pytest -q -n $(WORKERS) tests/unit tests/contract tests/shape

types: setup ## mypy, strict
	@$(BIN)/mypy $(PACKAGES)

imports: setup ## the import rules
	@$(BIN)/lint-imports --no-logo | tail -n 3

shape: setup ## the architecture, the events' contract and the generated files
	@$(BIN)/python -m pytest -q -n $(WORKERS) tests/contract tests/shape

format: setup ## format the Python code
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

generated: setup ## write every file that follows from the code: schemas, API documents, service READMEs
	@$(BIN)/python -m songbang.generated

examples: setup ## tell the county's year and record one request and answer of each operation for the API document
	@$(BIN)/python -m songbang.examples
	@$(BIN)/python -m songbang.generated

postman: setup ## write the API as a Postman collection: var/postman.json
	@mkdir -p var && $(BIN)/python -m songbang.postman var/postman.json

clients: setup ## the published clients for Python and TypeScript, made from the API document
	@$(BIN)/python -m songbang.clients

mock: setup ## a server that answers by the API document alone, with the recorded examples: make mock MOCK_PORT=4010
	@$(BIN)/python -m songbang.mock --port $(MOCK_PORT)

sbom: setup ## bills of materials in CycloneDX, of Python and of the dashboard: var/sbom
	@$(BIN)/python -m songbang.sbom

format-dashboard: dashboard ## format the dashboard's code
	@cd gateway/dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent format

lint-dashboard: dashboard ## ESLint, Prettier and the type checker over the dashboard
	@cd gateway/dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent lint
	@cd gateway/dashboard && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check

bench: setup ## measure the hot paths as ratios; writes var/bench.json
	@$(BIN)/python -m bench

workbooks: setup ## read every workbook that published packages ship with their tests: none may lose a row
	@$(BIN)/python -W ignore -m bench.workbooks

words: setup ## train the judgement of words anew and measure it by cross-validation; writes docs/words.md
	@OMP_NUM_THREADS=1 $(BIN)/python -m wording
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.words

mutants: setup ## change the modules that decide, one spot at a time, and see a test fail: make mutants MODULE=score
	@$(PIP) mutmut==3.8.1
	@nice -n 10 $(BIN)/python -m tests.mutants $(MODULE)

migrate: setup ## bring the databases of SONGBANG_ADMIN_URL to the newest schema
	@$(BIN)/songbang migrate

service: setup ## begin a new service: make service NAME=water TITLE=供水 [FIRST=pumps FIRST_TITLE=水井]
	@$(BIN)/python -m songbang.scaffolding service "$(NAME)" "$(FIRST)" \
		$(if $(TITLE),--service-title "$(TITLE)") $(if $(FIRST_TITLE),--title "$(FIRST_TITLE)")
	@$(MAKE) --no-print-directory generated

aggregate: setup ## begin a new aggregate: make aggregate SERVICE=signage NAME=hand_pumps TITLE=水井
	@$(BIN)/python -m songbang.scaffolding aggregate "$(SERVICE)" "$(NAME)" $(if $(TITLE),--title "$(TITLE)")
	@$(MAKE) --no-print-directory generated

revision: setup ## write a migration: make revision PACKAGE=signage_svc MESSAGE="what changes"
	@$(BIN)/python -m songbang.revision $(PACKAGE) "$(MESSAGE)"

lock: ## compile requirements.lock from every pyproject.toml
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate $(addprefix --no-emit-package ,$(patsubst local,songbang,$(notdir $(MEMBERS)))) \
		--group dev pyproject.toml -o requirements.lock
