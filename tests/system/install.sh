#!/bin/sh
# Installs the system packages that `make test-system` works against, where it may:
# as root on Debian. Elsewhere the tests that lack one skip, each with its reason.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v zbarimg >/dev/null || missing="$missing zbar-tools"
command -v espeak-ng >/dev/null || missing="$missing espeak-ng"
command -v bearerbox >/dev/null || missing="$missing kannel"
command -v gammu-smsd >/dev/null || missing="$missing gammu gammu-smsd"
[ -e /usr/lib/*/dbd/libdbdsqlite3.so ] || missing="$missing libdbd-sqlite3"
[ -f /usr/share/unicode/BidiCharacterTest.txt ] || missing="$missing unicode-data"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed (needs root on Debian):$missing. The tests that need them skip."
    exit 0
fi
echo "Installing$missing …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of names
apt-get install -y -qq --no-install-recommends $missing >/dev/null
