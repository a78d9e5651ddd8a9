#!/usr/bin/env python3
"""What networks take on a Cortex-M7 under QEMU, beside the C that onnx2c writes for the same: flash, memory, stack and
instructions, with the same compiler and flags.

usage: compare.py --onnx2c PROGRAM [--networks NAME,...] [--levels -Os,-O2] [--markdown]

onnx2c (https://github.com/kraiskil/onnx2c) is built beside this project. Weights are random; both get the same.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "examples" / "embedded"
TESTS = ROOT / "tests" / "embedded"

NETWORKS = {  # header, name, inputs, outputs
    "lenet5": ("fusenet/networks/lenet5.hpp", "fusenet::networks::lenet5", 28 * 28, 10),
    "ds_cnn": ("fusenet/networks/ds_cnn.hpp", "fusenet::networks::ds_cnn", 49 * 10, 12),
    "perceptron": ("networks.hpp", "embedded::perceptron", 8, 1),
    "tiny_autoencoder": ("fusenet/networks/tiny_autoencoder.hpp", "fusenet::networks::tiny_autoencoder", 640, 640),
    "tiny_resnet": ("fusenet/networks/tiny_resnet.hpp", "fusenet::networks::tiny_resnet", 32 * 32 * 3, 10),
    "recurrent": ("networks.hpp", "embedded::recurrent", 20, 20),
}
MACHINE = "-mcpu=cortex-m7 -mfpu=fpv5-d16 -mthumb -mfloat-abi=hard".split()
LEAN = "-fno-exceptions -fno-rtti -fno-threadsafe-statics".split()
SECTIONS = "-ffunction-sections -fdata-sections".split()
QEMU = ["qemu-system-arm", "-M", "mps2-an500", "-nographic", "-icount", "shift=0", "-semihosting-config",
        "enable=on,target=native", "-kernel"]
CLOCK = 25_000_000  # of the board, in QEMU

SAVE = """\
#include <fusenet.hpp>
#include <fusenet/onnx.hpp>
#include <{header}>
int main(int, char** argv) {{
    fusenet::parameter_set weights(fusenet::planned<{network}>::parameter_table());
    weights.randomise(7);
    fusenet::save_onnx<{network}>(weights, argv[1]);
}}
"""
OURS = """\
#include <fusenet/freestanding.hpp>
#include <{header}>
#include "weights.hpp"
static fusenet::static_model<{network}> model(network_weights);
extern "C" void network(const float* in, float* out) {{
    model(std::span<const float, {inputs}>(in, {inputs}), std::span<float, {outputs}>(out, {outputs}));
}}
"""
EMPTY = 'extern "C" void network(const float*, float*) {}\n'


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=500)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    return done.stdout + done.stderr


def linked(folder, objects, inputs, outputs, level):
    """Flash, memory (both without what the harness takes), and what the program says of itself."""
    elf = folder / "program.elf"
    link = ["-nostartfiles", f"-L{EXAMPLE}", "-T", "mps2.ld", "-Wl,--gc-sections"]
    run(["arm-none-eabi-g++", "-std=c++20", level, *MACHINE, *LEAN, *SECTIONS, f"-I{EXAMPLE}", f"-DINPUTS={inputs}",
         f"-DOUTPUTS={outputs}", f"-DCLOCK={CLOCK}", HERE / "measure.cpp", EXAMPLE / "start.cpp", *objects, *link, "-lm", "-o", elf])
    text, data, bss = map(int, run(["arm-none-eabi-size", elf]).split("\n")[1].split()[:3])
    said = dict(line.split(" ") for line in run([*QEMU, elf]).split("\n") if " " in line)
    return text + data, data + bss, {name: int(value) for name, value in said.items()}


def compiled(folder, source, level, text):
    path, output = folder / source, folder / (source + ".o")
    path.write_text(text)
    c = source.endswith(".c")
    run(["arm-none-eabi-gcc" if c else "arm-none-eabi-g++", level, *MACHINE, *SECTIONS,
         *([] if c else ["-std=c++20", *LEAN, "-DFUSENET_FREESTANDING=1", f"-I{ROOT / 'include'}", f"-I{TESTS}", f"-I{folder}"]),
         "-c", path, "-o", output])
    return output


def rows_of(name, folder, onnx2c, levels):
    header, network, inputs, outputs = NETWORKS[name]
    (folder / "save.cpp").write_text(SAVE.format(header=header, network=network))
    run(["c++", "-std=c++20", "-O1", f"-I{ROOT / 'include'}", f"-I{TESTS}", folder / "save.cpp", "-lonnx_proto", "-lprotobuf",
         "-o", folder / "save"])
    run([folder / "save", folder / "net.onnx"])
    run([sys.executable, ROOT / "tools" / "fusenet-pack", "--include-dir", TESTS, "--include", header, "--network", network,
         "--random", "7", "--name", "network_weights", "--header", folder / "weights.hpp"])
    theirs = run([onnx2c, "-d", "batch:1", folder / "net.onnx"])
    wrapper = theirs + "\nvoid network(const float* in, float* out) { entry((const void*)in, (void*)out); }\n"
    for level in levels:
        base_flash, base_memory, _ = linked(folder, [compiled(folder, "empty.cpp", level, EMPTY)], inputs, outputs, level)
        ours = OURS.format(header=header, network=network, inputs=inputs, outputs=outputs)
        for who, source, text in (("fusenet", "ours.cpp", ours), ("onnx2c", "theirs.c", wrapper)):
            flash, memory, said = linked(folder, [compiled(folder, source, level, text)], inputs, outputs, level)
            yield [name, level, who, flash - base_flash, memory - base_memory, said["stack"], said["instructions"],
                   said["answers_per_million"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onnx2c", required=True)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--levels", default="-Os,-O2")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    print("network level who flash memory stack instructions answers".replace(" ", " | "))
    for name in given.networks.split(","):
        with tempfile.TemporaryDirectory(prefix="fusenet-embedded-") as folder:
            for row in rows_of(name, pathlib.Path(folder), given.onnx2c, given.levels.split(",")):
                print(" | ".join(map(str, row)), flush=True)


main()
