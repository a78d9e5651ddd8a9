#!/usr/bin/env python3
"""Runs the program voice: are its probabilities those of the package's ONNX model, and does it complain well?

usage: check_voice.py answers|complaints PROGRAM FILES PYTHON

FILES is the folder of weights that scripts/test prepares. PYTHON has numpy, ONNX Runtime and the package silero-vad: its
model is run beside the program, on a spoken file of Debian's alsa-utils and on noise. Exits with 77 (skipped) where
weights, package or sound are not there.
"""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import wave

part, program, files, python = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
speech = pathlib.Path("/usr/share/sounds/alsa/Front_Center.wav")
weights = files / "silero_vad.safetensors"
faults = []

# What the package does, without torch: its chunks, its context, and its way from probabilities to stretches.
THEIRS = """
import importlib.util, json, pathlib, sys, types
import numpy, onnxruntime
sys.modules["torch"] = types.ModuleType("torch")
sys.modules["torch"].Tensor = object
data = pathlib.Path(importlib.util.find_spec("silero_vad").submodule_search_locations[0])
source = (data / "utils_vad.py").read_text()
begin = source.index("def get_speech_timestamps_from_probs")
end = source.index("class VADIterator")
scope = {}
exec("from typing import List, Callable\\n" + source[begin:end], scope)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(str(data / "data/silero_vad.onnx"), options, providers=["CPUExecutionProvider"])
answers = []
for path in sys.argv[1:]:
    samples = numpy.fromfile(path, numpy.float32)
    chunks = numpy.pad(samples, (0, -len(samples) % 512)).reshape(-1, 512)
    state, context, probabilities = numpy.zeros((2, 1, 128), numpy.float32), numpy.zeros((1, 64), numpy.float32), []
    for chunk in chunks:
        seen = numpy.concatenate([context, chunk[None]], 1)
        out, state = session.run(None, {"input": seen, "state": state, "sr": numpy.array(16000, numpy.int64)})
        context = seen[:, -64:]
        probabilities.append(float(out[0, 0]))
    found = scope["get_speech_timestamps_from_probs"](probabilities, audio_length_samples=len(samples))
    answers.append([probabilities, [[s["start"], s["end"]] for s in found]])
print(json.dumps(answers))
"""


def expect(fine, what):
    if not fine:
        faults.append(what)
        print("FAULT:", what)


def run(*arguments, given=None):
    return subprocess.run([program, *arguments], capture_output=True, input=given, timeout=300)


def write_wave(path, samples, rate=16000):
    with wave.open(str(path), "wb") as to:
        to.setnchannels(1), to.setsampwidth(2), to.setframerate(rate)
        to.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def noise(count, loud):
    state, samples = 1, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        samples.append(int((state / 2**31 - 0.5) * 2 * loud))
    return samples


def check_answers(folder):
    with wave.open(str(speech)) as sound:
        assert sound.getframerate() == 48000 and sound.getnchannels() == 1 and sound.getsampwidth() == 2
        spoken = list(struct.unpack(f"<{sound.getnframes()}h", sound.readframes(sound.getnframes())))[::3]
    sounds = {"speech": spoken, "noise": noise(20000, 3000), "both": spoken + noise(16001, 300) + spoken}
    raw = {}
    for name, samples in sounds.items():
        write_wave(folder / f"{name}.wav", samples)
        raw[name] = folder / f"{name}.raw"
        raw[name].write_bytes(struct.pack(f"<{len(samples)}f", *(x / 32768 for x in samples)))
    theirs = subprocess.run([python, "-c", THEIRS, *raw.values()], capture_output=True, text=True, timeout=300)
    if theirs.returncode:
        print(theirs.stderr)
        sys.exit(77 if "No module named" in theirs.stderr or "NoneType" in theirs.stderr else 1)
    for (name, samples), (probabilities, stretches) in zip(sounds.items(), json.loads(theirs.stdout)):
        ran = run("--weights", weights, "--chunks", folder / f"{name}.wav")
        ours = [float(x) for x in ran.stdout.split()]
        expect(ran.returncode == 0 and len(ours) == len(probabilities), f"{name}: {len(ours)} chunks, {ran.stderr}")
        off = max((abs(a - b) for a, b in zip(ours, probabilities)), default=1)
        print(f"{name}: {len(ours)} chunks, the largest difference {off:.2e}")
        expect(off < 1e-4, f"{name}: differs by {off}")
        ran = run("--weights", weights, folder / f"{name}.wav")
        found = [[round(float(x) * 16000) for x in line.split() if x != "s"] for line in ran.stdout.decode().splitlines()]
        near = len(found) == len(stretches) and all(abs(a - b) <= 16 for f, s in zip(found, stretches) for a, b in zip(f, s))
        expect(near, f"{name}: stretches {found}, the package's {stretches}")
        expect(b"real-time factor" in ran.stderr, f"{name}: no report")
    expect(len(json.loads(theirs.stdout)[2][1]) >= 2, "the package hears no speech, so that nothing was compared")
    given = raw["both"].read_bytes()
    ran = run("--weights", weights, "--live", given=given)
    expect(ran.returncode == 0 and len(ran.stdout.splitlines()) >= 1, f"live: {ran.stdout} {ran.stderr}")
    ran = run("--weights", weights, "--live", "--chunks", given=given)
    expect(ran.stdout == run("--weights", weights, "--chunks", folder / "both.wav").stdout, "live: other chunks than of the file")
    ended = (len(spoken) + 16001 + len(spoken) * 4 // 5) * 4  # while somebody speaks: this stretch ends with the pipe
    ran = run("--weights", weights, "--live", given=given[:ended])
    expect(f"{ended / 4 / 16000:9.3f} s" in ran.stdout.decode().splitlines()[-1], f"live, cut off: {ran.stdout}")
    # 48 kHz are taken as the package takes them: every third sample.
    ran = run("--weights", weights, "--chunks", speech)
    again = run("--weights", weights, "--chunks", folder / "speech.wav")
    expect(ran.stdout == again.stdout, "48 kHz: other probabilities than of every third sample")


def check_complaints(folder):
    broken = folder / "broken.wav"
    broken.write_bytes(b"RIFF no sound at all")
    slow = folder / "slow.wav"
    write_wave(slow, [0] * 4410, 44100)
    spoilt = folder / "spoilt.wav"  # one channel of float32, whose third sample is not a number
    data = struct.pack("<4f", 0, 0.5, float("nan"), 0)
    spoilt.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, 16000, 64000, 4, 32)
                       + b"data" + struct.pack("<I", len(data)) + data)
    fine = folder / "fine.wav"
    write_wave(fine, [0] * 1000)
    cases = {
        "a file that is none": (["--weights", weights, broken], "broken.wav"),
        "no such file": (["--weights", weights, folder / "nothing.wav"], "nothing.wav"),
        "another rate": (["--weights", weights, slow], "expected a sample rate of 16000 Hz or a multiple, found 44100"),
        "a sample that is no number": (["--weights", weights, spoilt], "spoilt.wav: sample 2 is no finite number"),
        "no weights": (["--weights", folder / "none.safetensors", fine], "none.safetensors"),
        "neither file nor --live": (["--weights", weights], "give a file, or --live"),
    }
    for name, (arguments, words) in cases.items():
        ran = run(*arguments)
        said = ran.stderr.decode()
        expect(ran.returncode == 1 and words in said and said.count("\n") == 1, f"{name}: {ran.returncode}, {said}")
    empty = folder / "empty.wav"
    write_wave(empty, [])
    ran = run("--weights", weights, empty)
    expect(ran.returncode == 0 and not ran.stdout, f"an empty file: {ran.stderr}")


if not weights.exists() or (part == "answers" and not speech.exists()):
    print("skipped: no weights, or no spoken file")
    sys.exit(77)
with tempfile.TemporaryDirectory() as name:
    {"answers": check_answers, "complaints": check_complaints}[part](pathlib.Path(name))
sys.exit(1 if faults else 0)
