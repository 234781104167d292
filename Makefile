# What a person types. Each is also spelt as plain commands in README.md.

PORT ?= 8000
WORKERS ?= auto
MARKS ?= not slow and not long and not browser
BIN := .venv/bin
export PORT
# A prompt for npm or pip would hang; our own virtual environment comes first.
export PIP_NO_INPUT = 1
export PATH := $(CURDIR)/$(BIN):$(PATH)
LOCAL := DEBUG=$${DEBUG:-true}

.DEFAULT_GOAL := help
.PHONY: help setup run test soak lint bench mutate up

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv, install the locked dependencies, fetch the page library
	@sh config/setup.sh

run: setup ## Start Lodebook here with its data: Valkey, web, worker and beat (PORT=8000)
	@$(LOCAL) python -m config.preflight
	@$(LOCAL) python manage.py quickstart
	@$(LOCAL) python -m config.serve

test: setup ## Run the tests but slow and long ones and those of a browser (MARKS= for all); those of servers when DATABASE_URL and REDIS_URL are set
	@python -m pytest -n $(WORKERS) --dist worksteal $(if $(MARKS),-m "$(MARKS)") $(ARGS)

soak: setup ## Every value where the tests of CI try some, and ten kills of each process; hours
	@SOAK=1 python -m pytest -n $(WORKERS) --dist worksteal -m "(slow or long or browser) and not killed and not served" $(ARGS)
	@KILLS=10 python -m pytest -s -m killed

lint: setup ## Check style, imports, unused code, types, settings, migrations, containers and locks
	ruff check .
	ruff format --check .
	lint-imports
	@python -m config.reachable
	@python -m config.typing_baseline
	@$(LOCAL) python manage.py check --fail-level WARNING
	@$(LOCAL) python manage.py makemigrations --check --dry-run
	SECRET_KEY=lint POSTGRES_PASSWORD=lint POSTGRES_ADMIN_PASSWORD=lint POSTGRES_OWNER_PASSWORD=lint REDIS_PASSWORD=lint docker-compose config -q
	hadolint Dockerfile
	@$(LOCAL) python -m config.table_names
	@python -m config.locks
	@python -m config.dependencies

bench: setup ## Measure each promise of speed against its floor
	@python -m benchmarks

mutate: setup ## Say which changes to a line of money no test notices; an hour or more (ARGS=--anew begins again)
	@python -m benchmarks.mutation formulas $(ARGS)
	@python -m benchmarks.mutation services $(ARGS)

up: ## Start the containers (needs Docker and the secrets named in docs/operator.md)
	docker compose up --build
