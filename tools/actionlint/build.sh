#!/usr/bin/env bash
# Builds actionlint, which checks the workflows of ci/github in the tests, once, into a cache outside the tree. Called by the Makefile.
# Where that cannot be done it says why, and that test is skipped. With --where it builds nothing and prints the program
# (exit code 1: there is none).
set -euo pipefail
cd "$(dirname "$0")"
export GOWORK=off # nothing of the folders above belongs to this build
VERSION=$(awk '$1 == "github.com/rhysd/actionlint" { print $2 }' go.mod)
PROGRAM="${XDG_CACHE_HOME:-$HOME/.cache}/ivrsync/actionlint/$VERSION/actionlint"

leave_out() { echo "actionlint: $1: nothing is built, and the test that needs it is skipped" >&2; exit 0; }

if [ "${1:-}" = --where ]; then
  [ -x "$PROGRAM" ] || exit 1
  echo "$PROGRAM"
  exit 0
fi
[ ! -x "$PROGRAM" ] || exit 0
command -v go >/dev/null || leave_out "Go is not installed"
echo "actionlint: building $VERSION from its Go modules into $PROGRAM (only the first time) ..." >&2
mkdir -p "$(dirname "$PROGRAM")"
go build -buildvcs=false -o "$PROGRAM.$$" github.com/rhysd/actionlint/cmd/actionlint || leave_out "the build failed, see above"
mv -f "$PROGRAM.$$" "$PROGRAM" # a rename: whoever looks sees all of the file or nothing
