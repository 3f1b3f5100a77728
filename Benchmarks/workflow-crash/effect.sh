#!/bin/sh
# An effect that happens once a key, however often it is asked for: `effect.sh NAME SECONDS VALUE`.
key=$(printf %s "$UVMGR_IDEMPOTENCY_KEY" | tr / _)
echo "$key" >>"$EFFECTS/asked"
if [ "$1" = flaky ] && mkdir "$EFFECTS/failed-$key" 2>/dev/null; then
    echo "not this time" >&2
    exit 1
fi
sleep "$2"
set -C
{ echo "$1" >"$EFFECTS/once-$key"; } 2>/dev/null || true
echo "{\"value\": $3}"
