#!/bin/sh
# Rebuild the front end from its sources and compare it with the committed files and the documented hash.
set -eu
cd "$(dirname "$0")"
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

npm ci --no-audit --no-fund
npx tsc --noEmit
OUT_DIR="$fresh" npx vite build --mode widget --logLevel warn
OUT_DIR="$fresh" npx vite build --mode chat --logLevel warn
OUT_DIR="$fresh" npx vite build --mode desk --logLevel warn

diff -r "$fresh" dist || { echo "web/dist is not what the sources give: run 'npm run build' in web/" >&2; exit 1; }
hash="sha384-$(openssl dgst -sha384 -binary dist/widget.js | openssl base64 -A)"
grep -qF "integrity=\"$hash\"" ../docs/website.md || { echo "docs/website.md has another integrity hash" >&2; exit 1; }
echo "web/dist matches its sources"
