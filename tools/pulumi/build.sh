#!/usr/bin/env bash
# Builds the pulumi CLI for the tests and the demo, once, into a cache outside the tree; does nothing where one is on PATH.
# With --where it builds nothing and prints the folder that holds it (exit code 1: there is none). Called by the Makefile.
set -euo pipefail
cd "$(dirname "$0")"
CLI=github.com/pulumi/pulumi/pkg/v3
SDK=github.com/pulumi/pulumi/sdk/v3
GO_NEEDED=$(awk '$1 == "go" { print $2 }' go.mod)
export GOWORK=off # nothing of the folders above belongs to this build

say() { printf 'pulumi: %s\n' "$@" >&2; }
fail() { say "$@"; exit 1; }
version() { awk -v module="$CLI" '$1 == module { print $2; exit }' go.mod; }
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
key() { { cat go.mod go.sum; echo "$GO"; } | digest | cut -c1-16; }

if found=$(command -v pulumi); then
  if [ "${1:-}" = --where ]; then dirname "$found"; else say "using $found, which is on PATH"; fi
  exit 0
fi
command -v go >/dev/null || {
  [ "${1:-}" != --where ] || exit 1
  fail "there is no pulumi on PATH, and no Go to build one" \
    "install the pulumi CLI (https://www.pulumi.com/docs/install/), or Go $GO_NEEDED or newer, and run it again" \
    "without it the tests of the Pulumi program that need the engine are skipped; everything else works"
}
GO=$(go env GOVERSION GOOS GOARCH) || {
  [ "${1:-}" != --where ] || exit 1
  fail "this Go cannot build it; see above" "install Go $GO_NEEDED or newer, or let this one fetch it (GOTOOLCHAIN=auto), and run it again"
}
DIR="${XDG_CACHE_HOME:-$HOME/.cache}/ivrsync/pulumi/$(version)-$(key)"
if [ "${1:-}" = --where ]; then
  [ -x "$DIR/pulumi" ] || exit 1
  echo "$DIR"
  exit 0
fi
[ ! -x "$DIR/pulumi" ] || exit 0

say "building the pulumi CLI $(version) from its Go modules into $DIR" \
  "only the first time: about 6 minutes on two cores, a minute of it for the download; 3 GB of memory, 4 GB in Go's own caches"
mkdir -p "$DIR"
for left in "$DIR"/.building-*; do # of builds that were killed
  kill -0 "${left##*-}" 2>/dev/null || rm -rf "$left"
done
HALF="$DIR/.building-$$"
trap 'rm -rf "$HALF"' EXIT
mkdir "$HALF"
go mod download || fail "Go could not fetch the modules; see above. They come from the Go module proxy, or from the one in GOPROXY" \
  "run it again to go on: what was fetched is kept"
say "modules are here ($SECONDS s so far)"
# One line for 250 packages, and whatever the compiler complains about.
progress() { awk '/^[^ ]+$/ { if (++n % 250 == 0) { print "pulumi: " n " packages compiled"; fflush() } next } { print }' >&2; }
go build -v -buildvcs=false -ldflags "-s -w -X $SDK/go/common/version.Version=$(version)" -o "$HALF/pulumi" "$CLI/cmd/pulumi" 2>&1 | progress ||
  fail "the build failed; see above. What was compiled is kept: run it again to go on"
# The script by which a language host starts a Python program; the engine has none of its own.
install -m 755 "$(go list -m -f '{{.Dir}}' "$SDK")/python/cmd/pulumi-language-python-exec" "$HALF/"
mv -f "$HALF/pulumi-language-python-exec" "$DIR/" # a rename: whoever looks sees all of a file or nothing
mv -f "$HALF/pulumi" "$DIR/" # last: where it is, everything is
say "done in $SECONDS s"
