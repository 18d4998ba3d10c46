#!/usr/bin/env bash
# Makes the English pack of the repository: every sentence of the shipped protocols, spoken by Festival's slt voice.
# Sentences that are there already are kept. Nothing is installed: what is missing is named.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
missing=()
command -v text2wave >/dev/null || missing+=(festival)
[ -d /usr/share/festival/voices/us/cmu_us_slt_arctic_hts ] || missing+=(festvox-us-slt-hts)
if [ ${#missing[@]} -gt 0 ]; then
  echo "make-en.sh: needed from the distribution (Debian's names): ${missing[*]}" >&2
  exit 1
fi
exec "$here/../supine" pack --lang en --voice festival --out "$here/en-slt"
