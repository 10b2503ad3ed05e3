#!/usr/bin/env bash
# Makes the virtual environment from the pinned, hashed requirements, and from the files of more of them that it is called with.
# Says how far it is. Called by the Makefile.
set -euo pipefail
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

command -v "$PYTHON" >/dev/null || fail "$PYTHON is not installed; ivrsync needs Python 3.11 or newer"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$PYTHON" --version) is too old; ivrsync needs Python 3.11 or newer. Name another one: make PYTHON=python3.12 ..."

step() { printf 'setup: %s ... (%d s so far)\n' "$1" "$SECONDS" >&2; }
packages() { grep -c '^[A-Za-z0-9].*==' "$1"; }
get() { # what it is, then the arguments of the installer
  step "$1"
  shift
  install "$@" || fail "that did not work; see above" \
    "packages come from a package index: PyPI, or one that you name with UV_INDEX_URL (uv) or PIP_INDEX_URL (pip)" \
    "run it again to go on: what was fetched is kept"
}

printf 'setup: making %s, only the first time; packages are fetched from a package index\n' "$VENV" >&2
if command -v uv >/dev/null; then
  install() { VIRTUAL_ENV="$VENV" uv pip install "$@"; } # says itself what it resolves, fetches and installs
  [ -x "$VENV/bin/python" ] || uv venv --quiet --python "$PYTHON" "$VENV"
else
  install() { "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
  [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV" ||
    fail "could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv"
fi
# Some SDK packages exist as source only: they are built here with the pinned build tools, not with whatever is newest.
get "1 of 3: $(packages requirements/build.txt) build tools" --require-hashes -r requirements/build.txt
get "2 of 3: $(packages requirements/dev.txt) packages, some of them built here; this takes the longest" \
  --require-hashes --no-build-isolation -r requirements/dev.txt
for more in "$@"; do get "besides: $(packages "$more") packages of $more" --require-hashes -r "$more"; done
get "3 of 3: ivrsync itself" --no-deps --no-build-isolation --editable .
printf 'setup: done in %d s\n' "$SECONDS" >&2
