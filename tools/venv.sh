#!/bin/sh
# tools/venv.sh VENV LOCK: makes VENV hold exactly the packages in LOCK.
# Needs one of: a Python 3.12-3.14; or uv, or any Python 3.8+ that can install uv,
# with a network from which uv can fetch a Python. PYTHON=/path forces an interpreter.
set -eu
venv=$1 lock=$2 want='3.13 3.12 3.14'

fits() {  # this very program answers, and its version is one we support
    [ -n "$1" ] && "$1" -c 'import ssl, sys, zlib; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if fits "$PYTHON"; then echo "$PYTHON"; return; fi
        echo "PYTHON=$PYTHON is not a working Python 3.12-3.14" >&2; exit 1
    fi
    for v in $want; do
        # a shim on PATH may name a version that is not active here: fits() runs it to see
        for p in "$(command -v "python$v" || true)" \
                 "${PYENV_ROOT:-$HOME/.pyenv}/versions/$v".*/bin/python"$v" \
                 /opt/homebrew/bin/python"$v" /usr/local/bin/python"$v" /usr/bin/python"$v"; do
            if fits "$p"; then echo "$p"; return; fi
        done
    done
    p=$(command -v python3 || true)
    if fits "$p"; then echo "$p"; fi
}
get_uv() {  # uv from PATH, or installed beside the venv by whatever Python there is
    if command -v uv 2>/dev/null; then return; fi
    if [ -x .uv/bin/uv ]; then echo .uv/bin/uv; return; fi
    for p in "$@" python3 python; do
        [ -n "$p" ] || continue
        if "$p" -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install -q 'uv>=0.9' >/dev/null 2>&1; then
            echo .uv/bin/uv; return
        fi
    done
}

py=$(find_python)
uv=$(get_uv "$py")
if [ ! -x "$venv/bin/python" ] || ! fits "$venv/bin/python"; then
    rm -rf "$venv"
    if [ -n "$py" ] && [ -n "$uv" ]; then "$uv" venv -q --python "$py" "$venv"
    elif [ -n "$py" ] && "$py" -m venv "$venv"; then :
    elif [ -n "$uv" ]; then echo "No Python 3.12-3.14 here: uv fetches one" >&2; "$uv" venv -q --python 3.13 "$venv"
    else
        echo 'Install Python 3.12 or newer with venv (Debian, Ubuntu: apt install python3-venv), or uv.' >&2; exit 1
    fi
fi
if [ -n "$uv" ]; then "$uv" pip sync -q --require-hashes --python "$venv/bin/python" "$lock"
else "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
fi
"$venv/bin/python" -c 'import sys; print("Python", sys.version.split()[0], "ready in", sys.prefix)'
