#!/usr/bin/env bash
# Installs the vendor's npm SDKs, which tests/emulator/nodejs points at the emulator. Called by the Makefile; quick the second time.
# Without Node.js and npm it installs nothing, and those tests are skipped.
set -euo pipefail
cd "$(dirname "$0")/../tests/emulator/nodejs"
INSTALLED=node_modules/.installed # a copy of the lock file that was installed

leave_out() { echo "node-sdks: $1: nothing is installed, and tests that find no npm SDKs are skipped" >&2; exit 0; }

[ "${NODE_SDKS:-yes}" != no ] || leave_out "not wanted (NODE_SDKS=no)"
command -v node >/dev/null && command -v npm >/dev/null || leave_out "Node.js or npm is not installed"
node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || leave_out "Node.js $(node --version) is older than 18"
! cmp -s package-lock.json "$INSTALLED" || exit 0

echo "node-sdks: installing the npm SDKs into $PWD/node_modules (only the first time) ..." >&2
npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >&2 || {
  echo "node-sdks: npm could not install them, see above; to go on without their tests: make test NODE_SDKS=no" >&2
  exit 1
}
cp package-lock.json "$INSTALLED"
