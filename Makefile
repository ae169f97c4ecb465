# Everything a person does here, on a machine with only Rust, Node (20.11 or later) and a C compiler.

DATA   ?= data
LISTEN ?= 127.0.0.1:8080
# More for the program, as in: make run ARGS="--lan --tls"
ARGS   ?=

DEBUG   := $(or $(CARGO_TARGET_DIR),target)/debug/unionhall
RELEASE := $(or $(CARGO_TARGET_DIR),target)/release/unionhall
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help
help: ## What can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: build ## Serve the demo county at http://127.0.0.1:8080 (DATA=, LISTEN=, ARGS=)
	$(RELEASE) serve --demo --data $(DATA) --listen $(LISTEN) $(ARGS)

.PHONY: build
build: web ## The release binary with its assets inside: target/release/unionhall
	cargo build --release --locked -p unionhall

.PHONY: web
web: web/dist/manifest.json ## Styles, scripts and tables: web/dist

.PHONY: check
check: web ## Format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

.PHONY: test
test: e2e/node_modules/.package-lock.json ## Everything that must be green, on SQLite and PostgreSQL, in the browser too
	@node e2e/suite.mjs

.PHONY: bench
bench: web e2e/node_modules/.package-lock.json ## Speed and size, beside their raw limits
	cargo build --release --locked -p unionhall -p bench
	node e2e/rig/postgres.mjs run $(dir $(RELEASE))bench $(ARGS)

.PHONY: screenshots
screenshots: web e2e/node_modules/.package-lock.json ## Every page at 375 and 1440 px in e2e/out, and the README's pictures
	cargo build --locked -p unionhall
	UNIONHALL=$(DEBUG) node e2e/screenshots.mjs $(ARGS)

# npm writes this file last, so it stands for the whole folder.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	cd $* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# build.mjs writes this file last, so it stands for the whole folder.
web/dist/manifest.json: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && node build.mjs
