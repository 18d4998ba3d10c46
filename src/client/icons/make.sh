#!/usr/bin/env bash
# Makes the icons of the installed program from their two drawings: rsvg-convert (librsvg2-bin) has to be installed.
#   src/client/icons/make.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=../../Supine.Web/wwwroot/icons
mkdir -p "$out"

draw() { rsvg-convert --width "$2" --height "$2" "$1" --output "$out/$3"; }
draw icon.svg 192 icon-192.png
draw icon.svg 512 icon-512.png
draw maskable.svg 512 maskable-512.png
# iOS rounds the corners itself and paints what is transparent black
draw maskable.svg 180 apple-touch-icon.png
cp icon.svg "$out/icon.svg"
