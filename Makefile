# Everything one does with the project. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
export VENV := $(CURDIR)/.venv
export PATH := $(VENV)/bin:$(PATH)
export PYTHONUNBUFFERED := 1
export PORT ?= 8000
export PUBLIC_URL ?= http://127.0.0.1:$(PORT)
# The demo answers here too: passkeys need a name, an address of numbers is not enough.
export ALLOWED_HOSTS ?= localhost
export VAR_DIR ?= $(CURDIR)/var

STAMPS := $(VENV)/.stamps
FRONTEND_SOURCES := $(shell find frontend/src frontend/build.mjs -type f 2>/dev/null)
PRODUCTION := DJANGO_SETTINGS_MODULE=cms.settings.production

.PHONY: help
help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

## Set-up: each step leaves a stamp and is skipped until its input changes.

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Es fehlt Python 3.11 oder neuer (hier: $$($(PYTHON) --version))."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Es fehlt das Debian-Paket python3-venv: apt install python3-venv"; exit 1; }
	@echo "→ Python-Umgebung anlegen"
	@$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.txt requirements-build.txt
	@echo "→ Python-Pakete und Node.js installieren"
	@pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-build.txt
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.txt
	@echo "→ Werkzeuge für Tests und Prüfungen installieren"
	@pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/npm: $(STAMPS)/runtime frontend/package-lock.json
	@echo "→ Bausteine des Frontends installieren"
	@cd frontend && npm ci --omit=dev --loglevel=error --no-fund
	@rm -f $(STAMPS)/npm-dev && touch $@

$(STAMPS)/npm-dev: $(STAMPS)/npm
	@echo "→ Prüfwerkzeuge des Frontends installieren"
	@cd frontend && npm ci --loglevel=error --no-fund
	@touch $@

frontend/static/frontend/main.css: $(STAMPS)/npm $(FRONTEND_SOURCES)
	@echo "→ Frontend bauen"
	@cd frontend && npm run --silent build && touch static/frontend/main.css

.env: | $(STAMPS)/runtime
	@python manage.py write_env

$(VAR_DIR)/static/.collected: frontend/static/frontend/main.css $(wildcard home/static/home/*) $(STAMPS)/runtime | .env
	@echo "→ Statische Dateien sammeln und packen"
	@# Files of the version before stay: phones may still ask for them.
	@$(PRODUCTION) python manage.py collectstatic --noinput --verbosity 0 && touch $@

.PHONY: static
static: $(VAR_DIR)/static/.collected

.PHONY: browser
browser:
	@if ! command -v chromium >/dev/null; then \
	  echo "→ Chromium holen"; \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -qq -y chromium >/dev/null; } \
	  || playwright install --with-deps chromium || playwright install chromium; \
	fi

## Use

.PHONY: run
run: static .env ## Build what is missing and serve the site like in production
	@python -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int("$(PORT)")))' 2>/dev/null \
	  || { echo "Port $(PORT) ist belegt. Mit einem anderen starten: make run PORT=8001"; exit 1; }
	@set -a; source ./.env; set +a; export $(PRODUCTION); \
	  echo "→ Datenbank vorbereiten"; \
	  python manage.py migrate --verbosity 0; \
	  python manage.py load_demo --once; \
	  exec supervisord --configuration cms/supervisord.conf

.PHONY: dev
dev: $(STAMPS)/dev frontend/static/frontend/main.css ## Develop: autoreload and front-end watch
	@python manage.py migrate --verbosity 0
	@python manage.py load_demo --once
	@trap 'kill 0' EXIT; (cd frontend && npm run --silent watch) & python manage.py runserver 127.0.0.1:$(PORT)

.PHONY: test
test: $(STAMPS)/dev $(STAMPS)/npm-dev static browser ## Run all tests, in a real browser too
	@cd frontend && npm test --silent
ifdef ARGS
	@pytest $(ARGS)
else
	@# Side by side, for the stories in the browser mostly wait; their output follows the other's.
	@# Two stories may need a second telling (tests/e2e/conftest.py); the summary says which and why.
	@trap 'kill $$stories' INT TERM; \
	  pytest -m e2e --reruns 1 > $(VAR_DIR)/stories.log 2>&1 & stories=$$!; \
	  pytest -m "not e2e" && others=0 || others=$$?; \
	  wait $$stories && told=0 || told=$$?; \
	  cat $(VAR_DIR)/stories.log; exit $$((others | told))
endif

.PHONY: check
check: $(STAMPS)/dev $(STAMPS)/npm-dev frontend/static/frontend/main.css ## Lint, types, layers, migrations, deployment settings
	ruff check .
	ruff format --check .
	djlint --check --lint frontend/templates mentoring/templates stories/templates home/templates
	mypy
	cd frontend && npm run --silent typecheck
	PYTHONPATH=. lint-imports --no-logo
	python manage.py makemigrations --check --dry-run --settings cms.settings.test
	PUBLIC_URL=https://impuls.example.org SECRET_KEY=$$(python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  PERSONAL_DATA_KEYS=YGEuBMHzOyxdXPhMAHoHtPpHIlJSCa4rPdtbxHCPoFs= $(PRODUCTION) python manage.py check --deploy --fail-level WARNING

.PHONY: audit
audit: $(STAMPS)/dev $(STAMPS)/npm-dev static browser ## Lighthouse, axe-core and html-validate over the demo
	@python -m tests.audit

.PHONY: bench
bench: $(STAMPS)/dev static browser ## Time what should be fast, as ratios
	@python -m tests.bench

.PHONY: drill
drill: $(STAMPS)/dev static browser ## Show at full size what the site promises; needs PostgreSQL's and Redis' programs, and WordPress for its part
	@python -m tests.drills $(ARGS)

.PHONY: screenshots
screenshots: $(STAMPS)/dev static browser ## Take the pictures in docs/images again
	@python -m tests.screenshots $(ARGS)

.PHONY: requirements
requirements: $(STAMPS)/dev ## Compile the pinned requirements from pyproject.toml
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header --group build -o requirements-build.txt
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header --group dev -c requirements.txt -o requirements-dev.txt

.PHONY: clean
clean: ## Remove what can be built again (keeps var/ with the data)
	rm -rf .venv frontend/node_modules frontend/static $(VAR_DIR)/static
