#!/usr/bin/env python3
"""Networks on other machines: cross compiled, run by QEMU, and compared with the host's answers.

usage: check.py machines                                  which machines can be run here, one a line
       check.py run MACHINE NETWORK [--xsimd DIR]         the same answers as the host's
       check.py size                                      LeNet-5's text on a Cortex-M7
       check.py symbols                                   what a network asks of the system it is linked to
       check.py refusals                                  weights of another network, target or version; broken files
       check.py numbers                                   what fusenet-size says, against the same networks under QEMU

Scalar code must answer bit by bit as the host's does: both are compiled without contraction of products and sums. Where
xsimd's vectors sum in another order answers agree within TOLERANCE of the largest.
"""
import argparse
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "examples" / "embedded"
TOLERANCE = 1e-5  # fp32, sums of at most some hundred terms
MOST_TEXT = 2048  # bytes of LeNet-5's code on a Cortex-M7, its weights apart

STRICT = "-std=c++20 -ffp-contract=off -DFUSENET_FREESTANDING=1 -Wall -Wextra -Wpedantic -Wconversion -Wundef -Werror".split()
BARE = "-Os -mthumb -mfloat-abi=hard -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffunction-sections -fdata-sections".split()
SEMIHOSTING = ["-nographic", "-semihosting-config", "enable=on,target=native", "-kernel"]


def cortex_m(flags, board, script):
    return {
        "compiler": "arm-none-eabi-g++",
        "flags": BARE + flags.split() + [f"-I{EXAMPLE}"],
        "link": ["-nostartfiles", f"-L{EXAMPLE}", "-T", script, "-Wl,--gc-sections", str(EXAMPLE / "start.cpp")],
        "run": ["qemu-system-arm", "-M", board, *SEMIHOSTING],
    }


def linux(name, *flags):
    return {
        "compiler": f"{name}-linux-gnu-g++",
        "flags": ["-O2", *flags],
        "link": ["-static"],
        "run": [f"qemu-{name}-static"],
    }


MACHINES = {
    "cortex-m4": cortex_m("-mcpu=cortex-m4 -mfpu=fpv4-sp-d16", "mps2-an386", "mps2.ld"),
    "cortex-m7": cortex_m("-mcpu=cortex-m7 -mfpu=fpv5-d16", "mps2-an500", "mps2.ld"),
    "cortex-m33": cortex_m("-mcpu=cortex-m33 -mfpu=fpv5-sp-d16", "mps2-an505", "mps2_an505.ld"),
    "cortex-m55": cortex_m("-mcpu=cortex-m55+nomve", "mps3-an547", "mps3_an547.ld"),
    "aarch64": linux("aarch64"),
    "aarch64-neon": linux("aarch64", "-DFUSENET_HAS_XSIMD=1"),
    "riscv64": linux("riscv64"),
}
NEON = "fusenet::least_memory_of(4, 32)"


class Failed(Exception):
    """The text says what went wrong."""


def run(command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, **more)


def must(command):
    done = run(command)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done


def pack(folder, network, *more, check=True):
    command = [sys.executable, ROOT / "tools" / "fusenet-pack", "--include-dir", HERE, "--include", "networks.hpp",
               "--network", f"embedded::{network}", "--name", "network_weights", *more]
    return must(command) if check else run(command)


def host_compiler():
    return [os.environ.get("CXX", "c++"), *STRICT, "-O1", f"-I{ROOT / 'include'}", f"-I{HERE}"]


def lines_of(text):
    return [line for line in text.split("\n") if line]


def host_answers(folder, network):
    pack(folder, network, "--random", "7", "--header", folder / "host.hpp")
    program = folder / "host"
    must([*host_compiler(), f"-I{folder}", f"-DNETWORK={network}", '-DWEIGHTS_HEADER="host.hpp"', HERE / "answers.cpp", "-o", program])
    return lines_of(must([program]).stdout)


def compile_for(machine, folder, network, sources, output, more=()):
    m = MACHINES[machine]
    return run([m["compiler"], *STRICT, *m["flags"], *more, f"-I{ROOT / 'include'}", f"-I{HERE}", f"-I{folder}",
                f"-DNETWORK={network}", *sources, "-o", output])


def check_run(folder, machine, network, xsimd):
    m, more, target = MACHINES[machine], [], []
    if machine.endswith("-neon"):
        if not xsimd:
            raise Failed("no --xsimd")
        (folder / "others").mkdir()
        (folder / "others" / "xsimd").symlink_to(pathlib.Path(xsimd) / "xsimd")
        more, target = ["-isystem", folder / "others"], ["--target", NEON]
    sources = [HERE / "answers.cpp"]
    if network == "ds_cnn":  # this one as a blob, the others as headers
        pack(folder, network, "--random", "7", "--blob", folder / "weights.bin", "--assembly", folder / "weights.S", *target)
        sources.append(folder / "weights.S")
        more += ["-DTAKES_BLOB", '-DWEIGHTS_HEADER="none.hpp"']
    else:
        pack(folder, network, "--random", "7", "--header", folder / "device.hpp", *target)
        more += ['-DWEIGHTS_HEADER="device.hpp"']
    program = folder / "device"
    made = compile_for(machine, folder, network, sources, program, [*more, *m["link"]])
    if made.returncode:
        raise Failed(made.stderr[-4000:])
    done = must([*m["run"], program])
    got, expected = lines_of(done.stdout + done.stderr), host_answers(folder, network)
    if target:
        numbers = [[struct.unpack(">f", bytes.fromhex(line))[0] for line in lines] for lines in (got, expected)]
        largest = max(1.0, *map(abs, numbers[1]))
        if len(got) == len(expected) and all(abs(a - b) <= TOLERANCE * largest for a, b in zip(*numbers)):
            return f"{len(got)} answers within {TOLERANCE} of the host's"
    elif got == expected and got:
        return f"{len(got)} answers, bit by bit the host's"
    raise Failed(f"expected {expected[:12]}...\nfound {got[:12]}...")


OBJECT = """\
#include <fusenet/freestanding.hpp>
#include "networks.hpp"
using model_type = fusenet::static_model<embedded::NETWORK>;
extern "C" void run(const float* weights, const float* in, float* const* out, float* arena) {
    model_type::run(weights, in, out, arena);
}
"""
OBJECT_OF_STREAM = """\
#include <fusenet/freestanding.hpp>
#include "networks.hpp"
using model_type = fusenet::static_model<embedded::NETWORK, fusenet::streamed{1}>;
extern "C" void run(const float* weights, const float* in, float* const* out, float* arena, float* state) {
    model_type::run(weights, in, out, arena, state);
}
"""


def object_of(folder, network, text=OBJECT, machine="cortex-m7"):
    source, output = folder / "object.cpp", folder / "object.o"
    source.write_text(text)
    made = compile_for(machine, folder, network, [source], output, ["-c"])
    if made.returncode:
        raise Failed(made.stderr[-4000:])
    return output


def check_size(folder):
    sizes = must(["arm-none-eabi-size", object_of(folder, "lenet5")]).stdout.split("\n")[1].split()
    text, data, bss = (int(number) for number in sizes[:3])
    if not 0 < text <= MOST_TEXT or data or bss:
        raise Failed(f"LeNet-5 has {text} bytes of text, of which it may have {MOST_TEXT}; data {data}, bss {bss}")
    return f"LeNet-5 has {text} bytes of text"


def check_symbols(folder):
    """Beside what copies memory, and a square root, nothing: no heap, no exceptions, no streams, no libm, and no doubles on a
    core whose floating point unit has none."""
    known = {"memcpy", "memmove", "memset", "sqrtf", "__aeabi_l2f"}
    for network in ("lenet5", "ds_cnn", "perceptron", "recurrent", "mixed"):
        asked = set(must(["arm-none-eabi-nm", "-u", object_of(folder, network, machine="cortex-m4")]).stdout.replace("U", "").split())
        if asked - known:
            raise Failed(f"{network} needs {' '.join(sorted(asked - known))}")
    return "nothing but " + " ".join(sorted(known))


def check_refusals(folder):
    def refused(network, sentence):
        made = compile_for("cortex-m7", folder, network, [HERE / "answers.cpp"], folder / "no.o", ["-c", '-DWEIGHTS_HEADER="device.hpp"'])
        if made.returncode == 0 or sentence not in made.stderr:
            raise Failed(f"expected the compiler to say: {sentence}\nfound\n{made.stderr[:3000]}")

    whole = folder / "whole.cpp"
    whole.write_text("#include <fusenet.hpp>\n")
    made = compile_for("cortex-m7", folder, "perceptron", [whole], folder / "no.o", ["-c", "-UFUSENET_FREESTANDING"])
    if made.returncode == 0 or made.stderr.count(" error: ") != 1 or "compile with -DFUSENET_FREESTANDING=1" not in made.stderr:
        raise Failed(f"expected one complaint, which names FUSENET_FREESTANDING; found\n{made.stderr[:3000]}")

    header = folder / "device.hpp"
    pack(folder, "perceptron", "--random", "7", "--header", header)
    refused("recurrent", "these weights are of another network, or of another option such as streamed")
    text = header.read_text()
    header.write_text(text.replace("weight_stamp{1u", "weight_stamp{99u"))
    refused("perceptron", "these weights were packed by another version of fusenet")
    pack(folder, "perceptron", "--random", "7", "--header", header, "--target", NEON)
    refused("perceptron", "these weights were packed for another target, or with other options")

    broken = folder / "broken.safetensors"
    for content, sentence in ((b"", "broken.safetensors"), (b"\xff" * 64, "broken.safetensors"),
                              (struct.pack("<Q", 2) + b"{}", "dense_0.weight")):
        broken.write_bytes(content)
        done = pack(folder, "perceptron", "--weights", broken, "--header", folder / "never.hpp", check=False)
        if done.returncode != 1 or sentence not in done.stderr or (folder / "never.hpp").exists():
            raise Failed(f"a broken file: status {done.returncode}, {done.stderr}")
    return "every one with its sentence"


def check_numbers(folder):
    """A bound of the stack that what is touched comes near, and the state that a stream needs at least, not much more."""
    m, said = MACHINES["cortex-m7"], []
    for network, text, options, least_state in (("lenet5", OBJECT, [], 0), ("ds_cnn", OBJECT, [], 0), ("recurrent", OBJECT, [], 0),
                                                ("recurrent", OBJECT_OF_STREAM, ["--option", "fusenet::streamed{1}"], 2 * 16 * 4)):
        program = folder / "stack"
        made = compile_for("cortex-m7", folder, network, [HERE / "stack.cpp", object_of(folder, network, text)], program, m["link"])
        if made.returncode:
            raise Failed(made.stderr[-4000:])
        done = must([*m["run"], program])
        touched = int(done.stdout + done.stderr)
        report = must([sys.executable, ROOT / "tools" / "fusenet-size", "--include", "networks.hpp", "--include-dir", HERE, *options,
                       "--network", f"embedded::{network}", "--flags", " ".join([*STRICT, *m["flags"]]), "--host-compiler", host_compiler()[0]]).stdout
        rows = re.findall(r"^(.*?) {2,}([\d,]+) bytes(.*)$", report, re.M)
        row = {name: int(number.replace(",", "")) + (64 if more else 0) for name, number, more in rows}  # memset's frame and the like
        if not touched <= row.get("stack, at most", 0) <= 2 * touched:
            raise Failed(f"{network} touches {touched} bytes of its stack; fusenet-size says\n{report}")
        if not least_state <= row.get("memory, state", -1) <= 2 * least_state:
            raise Failed(f"{network} must keep {least_state} bytes; fusenet-size says\n{report}")
        if not row.get("flash, code") or not row.get("flash, weights") or not row.get("memory, arena"):
            raise Failed(f"{network}: fusenet-size says\n{report}")
        said.append(f"{network} {touched} of {row['stack, at most']}")
    return "bytes of stack touched: " + ", ".join(said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["machines", "run", "size", "symbols", "refusals", "numbers"])
    parser.add_argument("machine", nargs="?", choices=MACHINES)
    parser.add_argument("network", nargs="?")
    parser.add_argument("--xsimd")
    given = parser.parse_args()
    if given.what == "machines":
        for name, m in MACHINES.items():
            if shutil.which(m["compiler"]) and shutil.which(m["run"][0]):
                print(name)
        return
    with tempfile.TemporaryDirectory(prefix="fusenet-embedded-") as name:
        folder = pathlib.Path(name)
        try:
            if given.what == "run":
                print(check_run(folder, given.machine, given.network, given.xsimd))
            else:
                checks = {"size": check_size, "symbols": check_symbols, "refusals": check_refusals, "numbers": check_numbers}
                print(checks[given.what](folder))
        except Failed as why:
            print(why, file=sys.stderr)
            sys.exit(1)


main()
