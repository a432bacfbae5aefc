# 惠企通. A fresh machine needs python3.11, make and git; everything else is fetched here.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 5005
QUESTIONS ?= ../shared/questions/dev.jsonl
ORIGINALS ?= ../shared/sources
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin/python -W ignore -m
export TF_CPP_MIN_LOG_LEVEL ?= 3
export PORT
# keep Rasa's usage reports and its first-run questions away
export RASA_TELEMETRY_ENABLED ?= false

.PHONY: help run train test check eval bench calibrate verify coverage settings docs shell actions demo-wechat web format clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: .venv/ready  ## install, compile the catalogue, train if needed, serve on http://127.0.0.1:5005 (PORT)
	@$(RUN) bot.app

train: .venv/ready  ## compile the catalogue and train the model, if anything changed
	@$(RUN) bot.training

test: .venv/ready  ## all tests
	@$(RUN) pytest

check: .venv/ready  ## linters, types, catalogue rules
	.venv/bin/ruff check .
	.venv/bin/mypy policy_db actions bot scripts
	.venv/bin/yamllint --strict policy_db/catalogue data domain.yml config.yml
	$(RUN) policy_db check

eval: .venv/ready  ## QUESTIONS=path.jsonl: judge a question file, table by kind and every miss
	@$(RUN) bot.evaluate $(QUESTIONS)

bench: .venv/ready  ## our speed beside the stock Rasa pipeline's, as ratios
	@$(RUN) scripts.bench

calibrate: .venv/ready  ## derive confidence, thresholds and the weights of follow-ups from data
	@$(RUN) scripts.calibrate
	@$(RUN) scripts.calibrate_follow_ups

verify: .venv/ready  ## ORIGINALS=dir: every figure, date and phone against the official texts
	@$(RUN) policy_db verify --originals $(ORIGINALS)

coverage: .venv/ready  ## ORIGINALS=dir: every clause is cited by an item or listed with the reason why not
	@$(RUN) policy_db coverage --originals $(ORIGINALS)

settings: .venv/ready  ## all settings with default and help
	@$(RUN) bot.settings

docs: .venv/ready  ## rewrite the generated parts of the docs
	@$(RUN) scripts.docs
	@$(RUN) scripts.computable_table

shell: .venv/ready train  ## talk in the terminal through Rasa's own shell (needs `make actions` in a second terminal)
	@model=$$($(RUN) bot.training | tail -1) && .venv/bin/rasa shell --model $$model --endpoints endpoints.yml

actions: .venv/ready  ## the stand-alone action server for `make shell`, on loopback
	@.venv/bin/python -W ignore -m rasa_sdk --actions actions --port 5055

demo-wechat: .venv/ready  ## talk to the service through a small WeChat server in the terminal
	@$(RUN) tests.wechat_server.demo

web: ## rebuild the web files (needs node and npm)
	cd web && npm ci && npm run build

format: .venv/ready  ## sort imports and fix what the linter can fix
	.venv/bin/ruff check --fix .

clean:  ## remove what was built here (not the state in var/)
	rm -rf .venv .uv .pytest_cache .mypy_cache .ruff_cache

.venv/ready: uv.lock pyproject.toml
	@command -v uv >/dev/null || test -x .uv/bin/uv || (python3.11 -m venv .uv && .uv/bin/pip install --quiet uv)
	$(UV) sync --frozen --compile-bytecode --python 3.11
	@touch .venv/ready
