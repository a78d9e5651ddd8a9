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

configure() { cmake --preset "$1"; }
build() { cmake --build --preset "$1" -j "$(job_count)" "${@:2}"; }
