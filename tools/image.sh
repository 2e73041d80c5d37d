#!/bin/sh
# tools/image.sh: from a bare copy of the source to a folder that runs: packages, messages, static files, bytecode.
# The Dockerfile does nothing else; so it can be tried, and is tested, on a machine without Docker.
# Ends with `.venv` (requirements/base.txt: no tests, no embedded PostgreSQL), `static/` and compiled catalogues.
set -eu
cd "$(dirname "$0")/.."

sh tools/venv.sh .venv requirements/base.txt
rm -rf .uv
.venv/bin/python tools/messages.py compile
# Collecting reads no database and keeps no secret; the mode holds for this one command.
MODE=demo STATE_DIR="$PWD/static/.none" STATIC_DIR="$PWD/static" \
    .venv/bin/python manage.py collectstatic --noinput --verbosity=0
.venv/bin/python -m compileall -q -j 0 .venv/lib api cms sites workflows >/dev/null
echo "Ready in $PWD: .venv, static/, catalogues"
