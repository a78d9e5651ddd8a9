"""Makes a page of tables and a chart from the figures that compare.py wrote: report.py FIGURES.json PAGE.md"""
import json
import math
import os
import pathlib
import platform
import subprocess
import sys

from engines import PEERS, Fusenet
from files import goals, network_names

RESTLESS = 1.25  # a median this far above the minimum says that something else was running
OTHER_ANSWER = 1e-4  # of the largest answer, beside the engines' median
FUSED, LAYERS, ONEDNN = Fusenet.modes
PEER_COLUMNS = [name for name in PEERS if "no spinning" not in name]  # ONNX Runtime counts by its better form
TILES = 4  # F(4x4, 3x3) multiplies 36 times where a plain convolution multiplies 144 times


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return {"name": platform.processor(), "cores": os.cpu_count(), "simd": []}
    facts = {key.strip(): value.strip() for key, value in (line.split(":", 1) for line in lines if ":" in line)}
    simd = [flag for flag in facts.get("flags", "").split() if flag in ("avx2", "fma", "avx512f", "avx512_vnni")]
    return {"name": facts.get("model name", platform.machine()), "cores": os.cpu_count(), "simd": simd}


def cache_bytes(level):
    """The size of core 0's cache of that level; 0 where the system does not say."""
    for index in pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*"):
        if (index / "level").read_text().strip() == str(level) and (index / "type").read_text().strip() != "Instruction":
            return int((index / "size").read_text().strip().removesuffix("K")) << 10
    return 0


def machine(build):
    measured = subprocess.check_output([pathlib.Path(build) / "bench/peers/peers_machine"], text=True)
    return {**processor(), "l2_bytes": cache_bytes(2), "l3_bytes": cache_bytes(3), **json.loads(measured)}


def bound_ms(contractions, on, batch, threads, tiles):
    """The least time: each contraction at the peak or as fast as its weights come, from memory if a cache cannot hold all.

    With `tiles` every plain 3x3 convolution multiplies a quarter as often, its transforms for nothing.
    """
    reads = on["read_gbytes"][min(threads, len(on["read_gbytes"])) - 1] * 1e6
    streams = 4 * sum(one["weights"] for one in contractions) > on["l3_bytes"]
    total = 0
    for one in contractions:
        flops = batch * one["flops"] / (TILES if tiles and one["tiles"] else 1)
        total += max(flops / (on["peak_gflops"] * threads * 1e6), streams * 4 * one["weights"] / reads)
    return total


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


class Row:
    """All engines on one network, batch and number of threads."""

    def __init__(self, rows, found):
        self.engines = {row["engine"]: row for row in rows}
        self.network, self.batch, self.threads = (rows[0][key] for key in ("network", "batch", "threads"))
        self.ms = self.engines[FUSED]["median_ms"]
        contractions = found["bounds"][self.network]
        self.bound, self.tile_bound = (
            bound_ms(contractions, found["machine"], self.batch, self.threads, tiles) for tiles in (False, True)
        )

    def ratio(self, name):
        """How many times fusenet's time an engine takes; ONNX Runtime the better of its two."""
        forms = [row for key, row in self.engines.items() if key == name or key.startswith(name + ", no")]
        return min((row["over_fusenet"] for row in forms), default=math.nan)

    def fastest(self):
        there = [name for name in PEER_COLUMNS if name in self.engines]
        return min(there, key=self.ratio, default=None)


def rows_of(found):
    groups = {}
    for row in found["rows"]:
        groups.setdefault((row["network"], row["batch"], row["threads"]), []).append(row)
    made = [Row(rows, found) for rows in groups.values() if any(row["engine"] == FUSED for row in rows)]
    order = network_names()
    return sorted(made, key=lambda row: (row.batch, row.threads, order.index(row.network)))


def figure(x, digits=2):
    return "-" if math.isnan(x) else f"{x:.{digits}f}"


def times(rows, batch, threads):
    some = [row for row in rows if (row.batch, row.threads) == (batch, threads)]
    columns = [*PEER_COLUMNS, ONEDNN, LAYERS]
    lines = [f"### Batch {batch}, {threads} thread{'s' * (threads > 1)}", ""]
    lines += ["| network | fusenet, ms | " + " | ".join(columns) + " | fastest peer | of the bound, plain | by tiles |"]
    lines += ["|---" * (len(columns) + 5) + "|"]
    for row in some:
        best = row.fastest()
        ratios = [figure(row.ratio(name)) for name in columns]
        ratios = [f"**{text}**" if name == best else text for name, text in zip(columns, ratios)]
        lines.append(
            f"| {row.network} | {row.ms:.2f} | {' | '.join(ratios)} | {figure(row.ratio(best)) if best else '-'} |"
            f" {100 * row.bound / row.ms:.0f} % | {100 * row.tile_bound / row.ms:.0f} % |"
        )
    for title, chosen in (("the nine", [row for row in some if row.network in goals()]), ("all", some)):
        means = [mean([row.ratio(name) for row in chosen if not math.isnan(row.ratio(name))]) for name in columns]
        fastest = mean([row.ratio(row.fastest()) for row in chosen if row.fastest()])
        if chosen:
            lines.append(f"| geometric mean, {title} ({len(chosen)}) | | {' | '.join(map(figure, means))} | {figure(fastest)} | | |")
    return lines + [""]


def answers(rows):
    """Which engines gave another answer than most, by the largest of their errors on each network."""
    worst = {}
    for row in rows:
        for name, engine in row.engines.items():
            if engine["error"] > OTHER_ANSWER:
                key = (row.network, name)
                worst[key] = max(worst.get(key, 0), engine["error"])
    lines = ["## Answers", ""]
    lines += ["Each engine's largest difference from the engines' median answer, as a share of the largest answer. All are"
              f" below {OTHER_ANSWER:.0e}" + (" but for these:" if worst else "."), ""]  # fmt: skip
    if worst:
        lines += ["| network | engine | error |", "|---|---|---|"]
        lines += [f"| {network} | {name} | {error:.1e} |" for (network, name), error in sorted(worst.items())] + [""]
    return lines


def startup(found):
    if not found["startup"]:
        return []
    lines = ["## Beginning", ""]
    lines += ["Fresh processes that load a network and run it once, batch 1, one thread. The engines are called from Python,"
              " which takes the memory \"before\"; \"fusenet, a program\" is a C++ program with that network alone, as a user"
              " would have it. Import is bringing the engine's code, load is from the file to a network that is ready.",
              "", "| network | engine | peak MiB | before | import ms | load ms | first call ms | code MiB |",
              "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    order = network_names()
    for row in sorted(found["startup"], key=lambda row: order.index(row["network"])):
        cells = [f"{row['peak_kib'] / 1024:.1f}", figure(row.get("baseline_kib", math.nan) / 1024, 1)]
        cells += [figure(row.get("import_ms", math.nan), 1), f"{row['load_ms']:.1f}", f"{row['first_ms']:.1f}"]
        lines.append(f"| {row['network']} | {row['engine']} | {' | '.join(cells)} | {row['binary_bytes'] / 2**20:.1f} |")
    lines += ["", "The program's peak beside what it must hold:", "",
              "| network | peak MiB | packed weights | arena | all else |", "|---|---|---|---|---|"]  # fmt: skip
    for row in sorted(found["startup"], key=lambda row: order.index(row["network"])):
        if "weight_bytes" in row:
            peak, weights, arena = row["peak_kib"] / 1024, row["weight_bytes"] / 2**20, row["arena_bytes"] / 2**20
            lines.append(f"| {row['network']} | {peak:.1f} | {weights:.1f} | {arena:.1f} | {peak - weights - arena:.1f} |")
    return lines + [""]


def chart(rows, path):
    """A row of bars for each batch and number of threads: the peers' times as multiples of fusenet's."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "fusenet", "svg.fonttype": "none", "font.size": 9})
    import matplotlib.pyplot as plot

    cases = list(dict.fromkeys((row.batch, row.threads) for row in rows))
    figure_, axes = plot.subplots(len(cases), 1, figsize=(10, 2.4 * len(cases)), squeeze=False, layout="constrained")
    for axis, (batch, threads) in zip(axes[:, 0], cases):
        some = [row for row in rows if (row.batch, row.threads) == (batch, threads)]
        width = 0.8 / len(PEER_COLUMNS)
        for k, name in enumerate(PEER_COLUMNS):
            at = [i + (k - (len(PEER_COLUMNS) - 1) / 2) * width for i in range(len(some))]
            axis.bar(at, [row.ratio(name) for row in some], width, label=name)
        axis.axhline(1, color="black", linewidth=1)
        axis.set_xticks(range(len(some)), [row.network for row in some], rotation=20, ha="right")
        axis.set_title(f"batch {batch}, {threads} thread{'s' * (threads > 1)}: time beside fusenet's", loc="left")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0, 0].legend(ncols=len(PEER_COLUMNS), frameon=False, loc="upper right")
    figure_.savefig(path, metadata={"Date": None})
    plot.close(figure_)


def write(found, page):
    rows, on = rows_of(found), found["machine"]
    versions = {row["engine"]: row["version"] for row in found["rows"] if row["engine"] in PEER_COLUMNS}
    lines = ["# Benchmarks", ""]
    lines += ["Written by `bench/peers/run --startup --report docs/benchmarks.md`;"
              " [`bench/peers/README.md`](../bench/peers/README.md) says how it measures.", ""]  # fmt: skip
    lines += [f"{on['name']}, {on['cores']} cores ({', '.join(on['simd']) or 'no SIMD listed'}), L2 {on['l2_bytes'] >> 10} KiB,"
              f" L3 {on['l3_bytes'] >> 20} MiB. Measured on it: {on['peak_gflops']:.0f} GFLOP/s a core in registers; reading"
              f" memory, {' and '.join(f'{rate:.0f}' for rate in on['read_gbytes'])} GB/s by one thread and by two."
              f" Engines: {', '.join(f'{name} {version}' for name, version in versions.items())}, from PyPI; oneDNN is ours to"
              " call, layer by layer.", ""]  # fmt: skip
    lines += ["## Times", "", f"![The peers' times beside fusenet's]({page.with_suffix('.svg').name})", ""]
    lines += ["An engine's column is its time as a multiple of fusenet's, the median over the rounds of one run; above 1 it is"
              " slower. In bold is the fastest peer. The bounds are the least time that this machine allows: every"
              " multiplication at the measured peak, weights as fast as memory gives them where no cache holds them all;"
              " by tiles, with a quarter of the multiplications in each plain 3x3 convolution (Winograd's F(4x4, 3x3), its"
              " transforms for nothing). The percentages say how much of our time that is.", ""]  # fmt: skip
    for batch, threads in dict.fromkeys((row.batch, row.threads) for row in rows):
        lines += times(rows, batch, threads)
    restless = [f"{row.network} (batch {row.batch}, {row.threads} threads): {name}" for row in rows
                for name, engine in row.engines.items() if engine["median_ms"] > RESTLESS * engine["min_ms"]]  # fmt: skip
    if restless:
        lines += ["Not quiet, medians far above minima: " + "; ".join(restless) + ".", ""]
    lines += answers(rows) + startup(found)
    page.write_text("\n".join(lines).rstrip() + "\n")
    chart(rows, page.with_suffix(".svg"))


if __name__ == "__main__":
    write(json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2]))
