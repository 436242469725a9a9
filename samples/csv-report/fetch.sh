# Fetches $URL. Nothing but a file that came whole is handed on.
set -euo pipefail
echo "Fetching $URL"
curl --silent --show-error --fail --max-time 20 --output "$FLOW_OUTPUT" "$URL"
echo "$(wc -l < "$FLOW_OUTPUT") lines"
