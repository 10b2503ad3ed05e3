# Sourced by the build scripts of programs that tests need and can do without, with NAME, PROGRAM and the script's arguments: leaves
# the script where PROGRAM is built already, and says why where it cannot be. With --where it builds nothing and prints PROGRAM
# (exit code 1: there is none).
leave_out() { echo "$NAME: $1: nothing is built, and the test that needs it is skipped" >&2; exit 0; }

if [ "${1:-}" = --where ]; then
  [ -x "$PROGRAM" ] || exit 1
  echo "$PROGRAM"
  exit 0
fi
[ ! -x "$PROGRAM" ] || exit 0
command -v go >/dev/null || leave_out "Go is not installed"
echo "$NAME: building into $PROGRAM from Go modules (only the first time) ..." >&2
mkdir -p "$(dirname "$PROGRAM")"
