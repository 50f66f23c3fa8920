# Each target is one script under scripts/, so everything works without make too.
.PHONY: help setup run test check fix bench
.DEFAULT_GOAL := help

help:   ## says what each target does
	@scripts/help
setup:  ## makes .venv, installs the locked dependencies, builds translations and assets
	@scripts/setup
run:    ## the demonstration on http://127.0.0.1:8000, from nothing (PORT=… changes the port)
	@scripts/run
test:   ## everything, from nothing: checks, then the suite on SQLite, on PostgreSQL and in a browser
	@scripts/test
check:  ## format, lint, types, layers, templates, migrations, production settings
	@scripts/check
fix:    ## formats the sources and mends what the linters can mend
	@scripts/fix
bench:  ## the large union: builds it on PostgreSQL and measures its pages, alone and with 50 people at once
	@scripts/bench
