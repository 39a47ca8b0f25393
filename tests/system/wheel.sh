#!/bin/sh
# Builds the wheel, installs it in an empty environment and runs it from another folder.
set -eu
PYTHON=${PYTHON:-python3}
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1

$PYTHON -m pip wheel -qq --no-deps --wheel-dir "$place/dist" "$root"
$PYTHON -m venv --without-pip "$place/venv"
pip() { $PYTHON -m pip --python "$place/venv/bin/python" install -qq --no-compile --no-deps "$@"; }
pip --require-hashes -r "$root/requirements.lock"
pip "$place"/dist/outreach-*.whl

cp "$root/examples/kisumu-water.json" "$place/"
mkdir "$place/empty"
cd "$place/empty"
outreach="$place/venv/bin/outreach"
$outreach --help >/dev/null
$outreach schema >/dev/null
$outreach validate "$place/kisumu-water.json"
$outreach render "$place/kisumu-water.json" --language en --out out >/dev/null
for name in sms.short.en.txt radio.30.en.txt radio.30.en.pdf print.poster.en.pdf; do
    test -s out/*."$name" || { echo "The wheel made no $name."; exit 1; }
done
$outreach announce "$place/kisumu-water.json"
echo "The wheel works from an empty folder: $(ls "$place"/dist)"
