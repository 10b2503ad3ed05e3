#!/usr/bin/env bash
# Makes the virtual environment from the pinned, hashed requirements, and from the files of more of them that it is called with.
# Called by the Makefile.
set -euo pipefail
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

command -v "$PYTHON" >/dev/null || fail "$PYTHON is not installed; ivrsync needs Python 3.11 or newer"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$PYTHON" --version) is too old; ivrsync needs Python 3.11 or newer. Name another one: make PYTHON=python3.12 ..."

echo "setting up $VENV (only the first time) ..." >&2
if command -v uv >/dev/null; then
  install() { VIRTUAL_ENV="$VENV" uv pip install --quiet "$@"; }
  [ -x "$VENV/bin/python" ] || uv venv --quiet --python "$PYTHON" "$VENV"
else
  install() { "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
  [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV" ||
    fail "could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv"
fi
# Some SDK packages exist as source only: they are built here with the pinned build tools, not with whatever is newest.
install --require-hashes -r requirements/build.txt
install --require-hashes --no-build-isolation -r requirements/dev.txt
for more in "$@"; do install --require-hashes -r "$more"; done
install --no-deps --no-build-isolation --editable .
