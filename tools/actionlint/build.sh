#!/usr/bin/env bash
# Builds actionlint, which checks the workflows of ci/github in the tests, once, into a cache outside the tree. Called by the Makefile.
set -euo pipefail
cd "$(dirname "$0")"
export GOWORK=off # nothing of the folders above belongs to this build
NAME=actionlint
VERSION=$(awk '$1 == "github.com/rhysd/actionlint" { print $2 }' go.mod)
PROGRAM="${XDG_CACHE_HOME:-$HOME/.cache}/ivrsync/actionlint/$VERSION/actionlint"
. ../once.sh
go build -buildvcs=false -o "$PROGRAM.$$" github.com/rhysd/actionlint/cmd/actionlint || leave_out "the build failed, see above"
mv -f "$PROGRAM.$$" "$PROGRAM" # a rename: whoever looks sees all of the file or nothing
