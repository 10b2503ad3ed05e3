#!/usr/bin/env bash
# Builds the program that makes the provider's classes for other languages in the tests, once, into a cache outside the tree, and
# compiles what the Go classes need. Called by the Makefile.
set -euo pipefail
cd "$(dirname "$0")"
export GOWORK=off # nothing of the folders above belongs to this build
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
NAME="the generators of Pulumi's classes"
PROGRAM="${XDG_CACHE_HOME:-$HOME/.cache}/ivrsync/sdks/$(cat go.mod go.sum main.go | digest | cut -c1-16)/generate"
. ../once.sh
go build -buildvcs=false -o "$PROGRAM.$$" . || leave_out "the build failed, see above"
go build github.com/pulumi/pulumi/sdk/v3/go/pulumi || leave_out "the build failed, see above"
mv -f "$PROGRAM.$$" "$PROGRAM" # a rename: whoever looks sees all of the file or nothing
