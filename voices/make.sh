#!/usr/bin/env bash
# Makes the voices of the repository: every sentence of the shipped protocols in five voices. Sentences that are there already are
# kept. Nothing is installed: what is missing is named.
#
#   Heart                 the built-in voice: it needs nothing
#   Michael, Dora, Alex   Kokoro-82M 1.0 (Apache-2.0; weights and voices by hexgrad, ONNX export by kokoro-onnx): SUPINE_KOKORO names the
#                         folder with its model (*.onnx) and voices/*.bin. Spanish needs espeak-ng too, which says how words sound
#   Pico                  pico2wave: in Debian the package libttspico-utils, of its part non-free
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
missing=()
command -v pico2wave >/dev/null || missing+=("pico2wave (Debian, non-free: libttspico-utils)")
command -v espeak-ng >/dev/null || missing+=("espeak-ng")
[ -d "${SUPINE_KOKORO:-}" ] || missing+=("the folder of Kokoro-82M in SUPINE_KOKORO")
if [ ${#missing[@]} -gt 0 ]; then
  printf 'make.sh: needed: %s\n' "${missing[@]}" >&2
  exit 1
fi
make() { "$here/../supine" pack --lang "$1" --voice "$2" --out "$here/$3"; }
make en heart en-heart
make en "kokoro:$SUPINE_KOKORO:am_michael" en-michael
make es "kokoro:$SUPINE_KOKORO:ef_dora" es-dora
make es "kokoro:$SUPINE_KOKORO:em_alex" es-alex
make de pico de-pico
