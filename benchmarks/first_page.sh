#!/bin/sh
# Seconds from `git clone` to the first page that answers 200: sh benchmarks/first_page.sh [uv|pip]
# With pip, uv is hidden even where it is installed. Everything is made anew in a folder that is removed afterwards.
set -eu

source=$(git rev-parse --show-toplevel)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ "${1:-pip}" = pip ]; then
    mkdir "$folder/bin"
    printf '#!/bin/sh\nexit 1\n' >"$folder/bin/uv"
    chmod +x "$folder/bin/uv"
    PATH=$folder/bin:$PATH
fi

started=$(date +%s)
git clone -q "$source" "$folder/parvis"
cd "$folder/parvis"
: >"$folder/output.log"
PORT=${PORT:-8700} make run >"$folder/output.log" 2>&1 &
run=$!
until grep -q 'Parvis est ouvert' "$folder/output.log"; do
    kill -0 "$run" 2>/dev/null || { cat "$folder/output.log"; exit 1; }
    sleep 0.2
done
echo "${1:-pip}: $(($(date +%s) - started)) s, on $(getconf _NPROCESSORS_ONLN) cores ($(uptime | sed 's/.*load/load/'))"
kill -INT "$(sed 's/.*"supervisor": \([0-9]*\).*/\1/' var/supervisor.json)"
wait "$run" || true
