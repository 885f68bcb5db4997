#!/bin/sh
# Makes .venv from a hash-locked requirements file: deploy/environment.sh requirements-local.txt
# Does nothing when the file has not changed since. uv is used where there is one; pip does the same, more slowly.
set -eu

lock=$1
log=var/environment.log
stamp=.venv/installed-$lock

refuse() { printf '%s\n' "$*" >&2; exit 1; }

# Also when nothing is to be installed: the site keeps what it has in var/.
for folder in . var .venv; do
    mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
        refuse "Parvis garde tout dans ce dossier et ne peut pas y écrire ($folder) : changez-en les droits, ou clonez-le dans un dossier à vous."
done

# What the tests need contains what the site needs, at the same versions (tests/architecture/test_requirements.py).
for done_with in "$lock" requirements-dev.txt; do
    .venv/bin/python -c "" 2>/dev/null && cmp -s "$done_with" ".venv/installed-$done_with" && exit 0
done

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if suits "$candidate"; then echo "$candidate"; return; fi
    done
    found=$(${PYTHON:-python3} --version 2>/dev/null) || refuse "Parvis demande Python 3.11, 3.12 ou 3.13, et cette machine n'a pas de Python."
    refuse "Parvis demande Python 3.11, 3.12 ou 3.13, et cette machine a $found."
}

# An environment that still works is brought up to date in place. Nothing is resolved anew (--no-deps): the lock is whole, and
# pip before 23.3 reads "coverage[toml]" as another package than the "coverage" it pins, and takes a newer one, without its hash.
with_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    suits .venv/bin/python || uv venv --quiet --clear --python "$python" .venv >>"$log" 2>&1 || return 1
    uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r "$lock" >>"$log" 2>&1
}

with_pip() {
    if ! suits .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            refuse "Il manque à $python le module venv; sous Debian ou Ubuntu : apt-get install python3-venv."
        "$python" -m venv --clear .venv >>"$log" 2>&1 || refuse "L'environnement .venv n'a pas pu être créé; le détail est dans $log."
    fi
    .venv/bin/python -m pip install --quiet --retries 2 --disable-pip-version-check --no-deps --require-hashes -r "$lock" >>"$log" 2>&1
}

explain() {
    if grep -qiE 'hashes|hash mismatch' "$log"; then
        refuse "Un paquet reçu n'est pas celui que $lock attend; rien n'a été installé, et le détail est dans $log."
    elif grep -qiE 'resolve|network|connection|timed? ?out|no matching distribution|dns' "$log"; then
        refuse "Les paquets n'ont pas pu être téléchargés : le réseau ne répond pas. Le détail est dans $log."
    fi
    refuse "L'installation de $lock a échoué; le détail est dans $log."
}

python=$(find_python)
"$python" -c 'import sqlite3, ssl' 2>/dev/null || refuse "Ce Python ($python) a été compilé sans SQLite ou sans SSL; installez celui de votre système."
mkdir -p var
: >"$log"
echo "Environnement .venv : installation de $lock…"
with_uv || with_pip || explain
cp "$lock" "$stamp"
