#!/usr/bin/env bash
# Builds the program that makes the provider's classes for other languages in the tests, once, into a cache outside the tree, and
# compiles what the Go classes need. Called by the Makefile. Where that cannot be done it says why, and that test is skipped.
# With --where it builds nothing and prints the program (exit code 1: there is none).
set -euo pipefail
cd "$(dirname "$0")"
export GOWORK=off # nothing of the folders above belongs to this build
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
PROGRAM="${XDG_CACHE_HOME:-$HOME/.cache}/ivrsync/sdks/$(cat go.mod go.sum main.go | digest | cut -c1-16)/generate"

leave_out() { echo "sdks: $1: nothing is built, and the test that needs it is skipped" >&2; exit 0; }

if [ "${1:-}" = --where ]; then
  [ -x "$PROGRAM" ] || exit 1
  echo "$PROGRAM"
  exit 0
fi
[ ! -x "$PROGRAM" ] || exit 0
command -v go >/dev/null || leave_out "Go is not installed"
echo "sdks: building the generators of Pulumi's classes from their Go modules into $PROGRAM (only the first time) ..." >&2
mkdir -p "$(dirname "$PROGRAM")"
go build -buildvcs=false -o "$PROGRAM.$$" . || leave_out "the build failed, see above"
go build github.com/pulumi/pulumi/sdk/v3/go/pulumi || leave_out "the build failed, see above"
mv -f "$PROGRAM.$$" "$PROGRAM" # a rename: whoever looks sees all of the file or nothing
