#!/usr/bin/env python3
"""Runs the program classify: are its answers those of PyTorch, and does it complain well?

usage: check_classify.py answers|complaints PROGRAM FILES DATA

FILES is the folder of weights and labels that scripts/test prepares, DATA holds photographs and PyTorch's logits.
Exits with 77 (skipped) where the weights are not there.
"""
import array
import ast
import pathlib
import subprocess
import sys
import tempfile

part, program, files, data = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
weights, labels = files / "efficientnet_lite0.safetensors", files / "labels.txt"
photographs = {"chelsea": "tiger cat", "coffee": "espresso"}
faults = []


def expect(fine, what):
    if not fine:
        faults.append(what)
        print("FAULT:", what)


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=300)


def npy(path):
    """Shape and numbers of a float32 .npy file of version 1."""
    content = path.read_bytes()
    end = 10 + int.from_bytes(content[8:10], "little")
    header = ast.literal_eval(content[10:end].decode("latin1"))
    assert content[:6] == b"\x93NUMPY" and header["descr"] == "<f4" and not header["fortran_order"], path
    return header["shape"], array.array("f", content[end:])


def best(logits, count):
    return sorted(range(len(logits)), key=lambda k: -logits[k])[:count]


def check_answers(folder):
    expected = [npy(data / f"{name}_logits_f32.npy")[1] for name in photographs]
    inputs = [data / f"{name}_224_rgb_u8.npy" for name in photographs]
    common = ["--weights", weights, "--labels", labels]
    written = {}
    for way in ([], ["--layer-by-layer"]):
        for threads in ("1", "2"):
            name = " ".join(["fused" if not way else way[0], "with threads:", threads])
            out = folder / "logits.npy"
            ran = run(*common, *way, "--threads", threads, "--logits", out, *inputs)
            expect(ran.returncode == 0 and not ran.stderr, f"{name}: {ran.stderr}")
            shape, numbers = npy(out)
            expect(shape == (2, 1000), f"{name}: logits of shape {shape}")
            lines = ran.stdout.splitlines()
            expect(len(lines) == 2 * 6, f"{name}: {len(lines)} lines")
            for i, label in enumerate(photographs.values()):
                found = numbers[1000 * i : 1000 * (i + 1)]
                error = max(abs(a - b) for a, b in zip(found, expected[i]))
                print(f"{name}, {label}: largest difference from PyTorch's logits {error:.1e}")
                expect(error <= 1e-3, f"{name}: {label} is off by {error}")
                expect(best(found, 5) == best(expected[i], 5), f"{name}: other classes than PyTorch's")
                expect(lines[6 * i] == str(inputs[i]), f"{name}: {lines[6 * i]!r} instead of the file's name")
                expect(lines[6 * i + 1].endswith("%  " + label), f"{name}: {lines[6 * i + 1]!r} instead of {label}")
            written[name] = out.read_bytes()
        first, second = list(written)[-2:]
        expect(written[first] == written[second], f"{first} and {second} are not the same, bit for bit")

    alone = folder / "alone.npy"
    run(*common, "--logits", alone, inputs[1])
    expect(written["fused with threads: 1"].endswith(alone.read_bytes()[-4000:]), "an image alone has another answer")

    ran = run(*common, "--top", "3", data / "chelsea.png")
    expect(ran.returncode == 0 and len(ran.stdout.splitlines()) == 4, f"--top 3 of a PNG: {ran}")
    expect("tiger cat" in ran.stdout.splitlines()[1], f"a PNG: {ran.stdout}")
    for option in ("--logits", "--html"):
        complains(f"{option} into no folder", [*common, option, folder / "no" / "file", inputs[0]], "no/file", quiet=False)
    cut = folder / "cut.safetensors"
    cut.write_bytes(weights.read_bytes()[:-1000])
    complains("weights cut off", ["--weights", cut, inputs[0]], cut)


def complains(name, arguments, mentions, quiet=True):
    """Exit status 2, a sentence that mentions what is wrong, and no answer."""
    ran = run(*arguments)
    said = ran.stderr.splitlines()
    print(f"{name}: {ran.stderr.strip()}")
    expect(ran.returncode == 2, f"{name}: exit status {ran.returncode}")
    expect(len(said) == 1 and said[0].startswith("classify: "), f"{name}: {len(said)} lines on stderr")
    expect(str(mentions) in ran.stderr, f"{name}: no word about {mentions}")
    expect(not (quiet and ran.stdout), f"{name}: {ran.stdout!r} on stdout")


def check_complaints(folder):
    good = data / "chelsea_224_rgb_u8.npy"
    whole_png, whole_npy = (data / "chelsea.png").read_bytes(), good.read_bytes()
    head = whole_npy[: 10 + int.from_bytes(whole_npy[8:10], "little")]
    assert b"(224, 224, 3)" in head
    broken = {
        "missing.png": None,
        "text.png": b"this is no image\n",
        "empty.jpg": b"",
        "cut.png": whole_png[: len(whole_png) // 2],
        "cut.npy": whole_npy[:-1],
        "long.npy": whole_npy + b"\0",
        "flat.npy": whole_npy.replace(b"(224, 224, 3)", b"(150528,)    "),
        "turned.npy": whole_npy.replace(b"(224, 224, 3)", b"(3, 224, 224)"),
        "float.npy": head.replace(b"|u1", b"<f4") + bytes(4 * 224 * 224 * 3),
        "text.npy": b"this is no array\n",
    }
    for name, content in broken.items():
        path = folder / name
        if content is not None:
            path.write_bytes(content)
        complains(f"image {name}", [path, "--weights", weights], path)
        complains(f"image {name} behind a good one", [good, path, "--weights", weights], path)
    complains("image a folder", [folder, "--weights", weights], folder)

    bad_weights = {"missing.safetensors": None, "text.safetensors": b"no weights at all\n", "empty.safetensors": b""}
    for name, content in bad_weights.items():
        path = folder / name
        if content is not None:
            path.write_bytes(content)
        complains(f"weights {name}", ["--weights", path, good], path)
    other = data.parent / "weights" / "mixed.safetensors"
    complains("weights of another network", ["--weights", other, good], other)

    few = folder / "few.txt"
    few.write_text("cat\nespresso\n")
    complains("two labels", ["--labels", few, "--weights", other, good], few)
    complains("no labels", ["--labels", folder / "no.txt", "--weights", other, good], "no.txt")
    complains("no image", ["--weights", weights], "IMAGE")
    complains("no weights", [good], "--weights")
    complains("--top 0", ["--top", "0", "--weights", weights, good], "--top")
    complains("--threads many", ["--threads", "many", "--weights", weights, good], "--threads")
    complains("an unknown option", ["--fast", "--weights", weights, good], "--fast")


if part == "answers" and not (weights.exists() and labels.exists()):
    print(f"skipped: no weights and labels in {files}; scripts/test or scripts/demo prepares them")
    sys.exit(77)
with tempfile.TemporaryDirectory() as temporary:
    {"answers": check_answers, "complaints": check_complaints}[part](pathlib.Path(temporary))
print(f"{len(faults)} faults")
sys.exit(bool(faults))
