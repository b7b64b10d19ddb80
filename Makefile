# What can be done here: trying and building. Nothing here reads .env or touches a real installation (docs/running.md);
# the demo lies in .var/demo. PORT, SAMSYN_DATA_DIR and SAMSYN_DATABASE_URL of the environment move it.
STAGE ?= plan
SAMSYN := SAMSYN_DEMO=yes SAMSYN_DATA_DIR="$${SAMSYN_DATA_DIR:-.var/demo}" .venv/bin/samsyn
export SAMSYN_ENV_FILE := /dev/null
export DJANGO_SETTINGS_MODULE := samsyn.web.settings

.PHONY: help setup setup-dev run demo reset check test test-all test-spark bench screenshots lock messages data-dictionary

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

setup: ## make .venv, fetch style sheets, compile translations (nothing when done before)
	@scripts/setup run

setup-dev: ## the same, with what tests need
	@scripts/setup dev

run: setup ## serve with demo data; prints the address and one account per role
	@exec env $(SAMSYN) serve --demo

demo: setup ## start over with demo data at STAGE=referral|selection|plan|exit (FLOW=1: KV's published flow too)
	@$(SAMSYN) demo --stage $(STAGE) --fresh $(if $(FLOW),--flow)

reset: setup ## remove the demo's database and attachments (asks; YES=1 does not)
	@$(SAMSYN) reset $(if $(YES),--yes)

check: setup-dev ## style, types, import order, migrations, data dictionary, translations
	@scripts/check

test: setup-dev ## everything that must hold: SQLite, PostgreSQL, browser
	@scripts/test

test-all: setup-dev ## the same with the full access matrix and the slow drills
	@scripts/test all

test-spark: setup-dev ## evidence on Spark, in an environment of its own (.venv-spark; needs Java 17)
	@scripts/spark

bench: setup-dev ## time the main pages on a large synthetic database (docs/running.md)
	@scripts/bench

screenshots: setup-dev ## pictures of the main pages, into screenshots/
	@scripts/screenshots

lock: setup-dev ## resolve dependencies anew, with hashes
	@scripts/lock

messages: setup-dev ## gather the words of the interface for translation
	@.venv/bin/python scripts/messages extract

data-dictionary: setup-dev ## write docs/data-dictionary.md from the models
	@.venv/bin/python scripts/data_dictionary
