# `make` alone lists the commands. They need Python 3.11 to 3.13, make and, for the first one, a network.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench faults walk messages clean catalogue extract environment-local environment-dev

BIN := .venv/bin
BABEL := PYTHONPATH=. $(BIN)/pybabel -q
KEYWORDS := -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k npgettext:1c,2,3 -k gettext_noop
CATALOGUE := locale/fr_CA/LC_MESSAGES/django
STARTED := $(shell date +%s)

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: environment-local catalogue ## Préparer seulement l'environnement (.venv) et le catalogue des mots

run: setup ## Ouvrir le site sur cette machine, avec un conseil de démonstration (PORT=8000)
	@$(BIN)/python -m cms.embedded.supervisor --since $(STARTED)

# In the order of the folders: files of few tests wait longest (a worker, a browser), and xdist would keep them all for the end.
test: environment-dev catalogue ## Passer tous les tests (ARGS="tests/events -k flux"; DATABASE_URL et REDIS_URL si voulu)
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: environment-dev catalogue extract ## Relire le code : style, types, étages, gabarits, migrations, catalogue, déploiement
	@$(BIN)/python -m deploy.check

bench: environment-dev catalogue ## Passer toutes les mesures (benchmarks/; chacune a ses options)
	@for script in benchmarks/[a-z]*.py; do $(BIN)/python $$script || exit 1; done

faults: environment-dev catalogue ## Tout briser pendant des envois, et compter les lettres (ARGS="--rounds 4 --letters 300")
	@$(BIN)/python -m benchmarks.faults $(ARGS)

walk: environment-dev catalogue ## Jouer le déploiement de docker-compose.yml sur le PostgreSQL et le Redis d'ici
	@$(BIN)/python -m deploy.walk $(ARGS)

messages: extract ## Mettre le catalogue à jour d'après le code et les gabarits
	@$(BABEL) update -i var/django.pot -o $(CATALOGUE).po -l fr_CA --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(BABEL) compile -i $(CATALOGUE).po -o $(CATALOGUE).mo -l fr_CA

clean: ## Effacer l'environnement et tout ce que le site d'ici a gardé (var/)
	@rm -rf .venv var staticfiles $(CATALOGUE).mo

environment-local:
	@sh deploy/environment.sh requirements-local.txt

environment-dev:
	@sh deploy/environment.sh requirements-dev.txt

$(BIN)/pybabel:
	@sh deploy/environment.sh requirements-local.txt

extract: | $(BIN)/pybabel
	@mkdir -p var
	@$(BABEL) extract -F babel.cfg $(KEYWORDS) --no-location --sort-output -o var/django.pot .

catalogue: $(CATALOGUE).mo

$(CATALOGUE).mo: $(CATALOGUE).po | $(BIN)/pybabel
	@$(BABEL) compile -i $< -o $@ -l fr_CA
