#!/usr/bin/env bash
# Next on a port that only this container sees, the guard in front of it; when one ends, so does the other.
set -u
HOSTNAME=127.0.0.1 PORT="${WEB_INTERNAL_PORT}" node server.js &
next=$!
node server/guard.mjs &
guard=$!
trap 'kill -TERM "$next" "$guard" 2>/dev/null' TERM INT
wait -n
code=$?
kill -TERM "$next" "$guard" 2>/dev/null
wait
exit "$code"
