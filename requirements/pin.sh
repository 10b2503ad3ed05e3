#!/usr/bin/env bash
# Pins again what pyproject.toml asks for, for every platform, with hashes. Needs uv.
set -euo pipefail
# Extras stay in the pins: pip of 2023 and older does not find a hash for `name[extra]` under `name`.
compile() { uv pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }
compile requirements/build.in --output-file requirements/build.txt
compile --extra infra --extra graph --group test --group lint pyproject.toml --output-file requirements/dev.txt
# Beside what `make test` installs, and in the same versions.
compile --group mutants --constraint requirements/dev.txt --output-file requirements/mutants.txt
