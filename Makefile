# Everything that can be run here; `make` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
RUN := @python3 -m scripts.run
NPX := npx --no-install
export NEXT_TELEMETRY_DISABLED := 1

help: ## This list
	@grep -hE '^[a-z][a-zA-Z0-9-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([^:]+):.*## (.*)/\1\t\2/' | awk -F'\t' '{printf "  %-26s%s\n", $$1, $$2}'

# ---------------------------------------------------------------- run
dev: ## Everything on this machine, with a demo organization
	$(RUN) dev

start: ## The same in production mode: built web, no reload, strong secrets
	$(RUN) dev --production

setup: ## Dependencies, database and migrations, without starting the servers
	$(RUN) database setup

install:
	$(RUN) install

dev-start: ## The development environment on Docker Compose
	@python3 -m scripts.compose start
dev-logs: ## Its logs
	@python3 -m scripts.compose logs
dev-stop: ## Stop it
	@python3 -m scripts.compose stop
dev-docker-reset: ## Stop it and delete its data and images
	@python3 -m scripts.compose reset

# ---------------------------------------------------------------- database
db-up: ## PostgreSQL and Redis alone, in the background, migrated
	$(RUN) database up
db-down: ## Stop them
	$(RUN) database down
db-reset: ## Delete the development database and make it anew
	$(RUN) database reset
db-seed-dev: ## Load the demo organization
	$(RUN) database seed

# ---------------------------------------------------------------- tests
test: ## Every suite, in an isolated environment
	$(RUN) suites
test-start: ## The test environment: started once, stays up
	$(RUN) testing start
test-stop: ## Stop it
	$(RUN) testing stop
test-status: ## What of it is up
	$(RUN) testing status
test-rebuild: ## Take changed code into it
	$(RUN) testing rebuild
test-hot-migrate: ## Take changed migrations into it
	$(RUN) testing hot-migrate
test-hot-data: ## Load the demo organization into it
	$(RUN) testing hot-data
test-hot-reset: ## Empty its tables and its Redis
	$(RUN) testing hot-reset
test-hot-mocks: ## Load the mocked providers again
	$(RUN) testing hot-mocks
test-unit: test-backend-unit test-frontend ## Unit tests of both sides
test-unit-quick: test-backend-unit-quick ## The same, stopping at the first failure
	@$(NPX) vitest run --bail 1
test-frontend: install ## Vitest
	@$(NPX) vitest run
test-backend-unit: ## pytest tests/unit
	$(RUN) pytest tests/unit -v
test-backend-unit-quick:
	$(RUN) pytest tests/unit -q -x
test-api: ## API tests, in the test environment
	$(RUN) suites API
test-e2e: ## Browser tests, in the test environment
	$(RUN) suites browser
prove-isolation: ## Attack every organization's data in every known way (ONLY=sql,live, WRITE=1); MUTATE=1 removes each wall instead (ONLY=, NEW=1, RESUME=1)
	$(RUN) prove_isolation $(if $(ONLY),--only "$(ONLY)") $(if $(WRITE),--write) $(if $(MUTATE),--mutate) $(if $(NEW),--new) $(if $(RESUME),--resume)
prove-races: ## Let fifty at once ask for each thing that may happen once (ROUNDS=20, AT_ONCE=50, ONLY=app_code, WRITE=1), and time what could tell who has an account
	$(RUN) prove_races $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(AT_ONCE),--at-once $(AT_ONCE)) $(if $(ONLY),--only "$(ONLY)") $(if $(WRITE),--write)
prove-walls: ## The same as prove-isolation MUTATE=1
	@$(MAKE) --no-print-directory prove-isolation MUTATE=1

verify-audit: ## Work out every hash of the audit logs anew, and name the first entry that somebody touched (ORGANIZATION=id, ANCHORS=file)
	$(RUN) verify_audit $(if $(ORGANIZATION),--organization "$(ORGANIZATION)") $(if $(ANCHORS),--anchors "$(ANCHORS)")

# ---------------------------------------------------------------- quality
check: ## All gates: format, lint, types, imports, dead code, messages, generated types
	$(RUN) gates
lint-all: ## Lint both sides
	$(RUN) gates lint
lint-fix-all: ## Format and fix both sides
	$(RUN) gates fix
backend-lint: ## Lint and types of the API
	$(RUN) gates backend
backend-fix: ## Format and fix the API
	$(RUN) gates backend-fix
backend-security: ## Bandit over the API
	$(RUN) bandit -q -r api -c pyproject.toml
ci: check ci-security ci-tests ## Lint, types, security, tests
ci-tests:
	$(RUN) suites "backend unit" "web unit" API "web weight" browser
ci-quick: lint-all test-unit-quick ## Lint and unit tests
ci-unit: test-unit ## Unit tests
ci-security: ## Security gates of both sides
	$(RUN) security
types: ## Write types/api.ts from the API
	$(RUN) types
slice: ## The files of a feature in reading order: make slice f=deal
	@python3 -m scripts.slices $(f)
bench: ## Load and floors, as one table
	$(RUN) bench
bench-board: ## Frames of a board of 5,000 cards (bench/web/board-trace.mjs says what it needs)
	node bench/web/board-trace.mjs

# ---------------------------------------------------------------- production (Railway)
check-db-prod: ## Whether the production database answers
	$(RUN) railway check
connect-db-prod: ## psql on the production database
	$(RUN) railway connect
db-prod-status: ## Its size, connections and longest transaction
	$(RUN) railway status
db-prod-migration-status: ## Which migrations it has
	$(RUN) railway migration-status
db-prod-migration-check: ## Whether files and history agree
	$(RUN) railway migration-check
db-prod-migration-apply: ## Apply what is pending, after asking
	$(RUN) railway migration-apply

.PHONY: help dev start setup install dev-start dev-logs dev-stop dev-docker-reset db-up db-down db-reset db-seed-dev \
	test test-start test-stop test-status test-rebuild test-hot-migrate test-hot-data test-hot-reset test-hot-mocks \
	test-unit test-unit-quick test-frontend test-backend-unit test-backend-unit-quick test-api test-e2e prove-isolation prove-races prove-walls verify-audit \
	check lint-all lint-fix-all backend-lint backend-fix backend-security ci ci-tests ci-quick ci-unit ci-security types \
	slice bench bench-board check-db-prod connect-db-prod db-prod-status db-prod-migration-status db-prod-migration-check db-prod-migration-apply
