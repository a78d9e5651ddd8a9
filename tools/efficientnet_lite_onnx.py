#!/usr/bin/env python3
"""Writes EfficientNet-Lite0 as an ONNX file, for the engines that fusenet is compared with.

As an exporter for inference would, it folds each batch norm into the convolution before it; relu6 is a Clip, and
TensorFlow's SAME padding is written out as numbers. Input: x [1, 3, 224, 224]; output: logits [1, 1000].
"""
import argparse
import pathlib
import sys

import numpy
import onnx
import safetensors.numpy
from onnx import TensorProto, helper, numpy_helper

OPSET = 13
EPSILON = 1e-3
SIDE = 224
# repeats, kernel, stride, expansion, channels out
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
          (1, 3, 1, 6, 320)]  # fmt: skip


class Writer:
    """Appends nodes; every method gives the name of its output."""

    def __init__(self, tensors):
        self.tensors, self.nodes = tensors, []
        self.constants = {"zero": numpy.float32(0), "six": numpy.float32(6)}

    def add(self, kind, inputs, **attributes):
        out = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], name=out, **attributes))
        return out

    def constant(self, name, value):
        self.constants[name] = value
        return name

    def conv(self, x, side, conv, norm, stride=1, depthwise=False):
        """conv | batchnorm; gives the output's name and side."""
        weight = self.tensors[f"{conv}.weight"].astype(numpy.float64)
        gain, shift, mean, variance = (
            self.tensors[f"{norm}.{part}"].astype(numpy.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        gain = gain / numpy.sqrt(variance + EPSILON)
        kernel, out = weight.shape[2], -(-side // stride)
        padding = max((out - 1) * stride + kernel - side, 0)
        before, after = padding // 2, padding - padding // 2
        folded = (weight * gain[:, None, None, None]).astype(numpy.float32)
        inputs = [x, self.constant(f"{conv}.weight", folded)]
        inputs.append(self.constant(f"{conv}.bias", (shift - gain * mean).astype(numpy.float32)))
        name = self.add("Conv", inputs, kernel_shape=[kernel, kernel], strides=[stride, stride],
                        pads=[before, before, after, after],
                        group=len(weight) if depthwise else 1)  # fmt: skip
        return name, out

    def relu6(self, x):
        return self.add("Clip", [x, "zero", "six"])


def body(net):
    """The network's nodes; the last one gives the logits."""
    x, side = net.conv("x", SIDE, "_conv_stem", "_bn0", stride=2)
    x, channels = net.relu6(x), 32
    block = 0
    for repeats, _kernel, first_stride, expansion, out in STAGES:
        for repeat in range(repeats):
            name, stride, entry = f"_blocks.{block}", first_stride if repeat == 0 else 1, x
            if expansion > 1:
                x, side = net.conv(x, side, f"{name}._expand_conv", f"{name}._bn0")
                x = net.relu6(x)
            x, side = net.conv(x, side, f"{name}._depthwise_conv", f"{name}._bn1", stride, depthwise=True)
            x, side = net.conv(net.relu6(x), side, f"{name}._project_conv", f"{name}._bn2")
            if stride == 1 and channels == out:
                x = net.add("Add", [entry, x])
            channels, block = out, block + 1
    x, side = net.conv(x, side, "_conv_head", "_bn1")
    x = net.add("Flatten", [net.add("GlobalAveragePool", [net.relu6(x)])], axis=1)
    parameters = [net.constant(name, net.tensors[name]) for name in ("_fc.weight", "_fc.bias")]
    net.add("Gemm", [x, *parameters], transB=1)


def model(tensors):
    net = Writer(tensors)
    body(net)
    net.nodes[-1].output[0] = "logits"
    graph = helper.make_graph(
        net.nodes,
        "efficientnet_lite0",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 1000])],
        [numpy_helper.from_array(numpy.asarray(value), name) for name, value in net.constants.items()],
    )
    written = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="fusenet")
    written.ir_version = 8
    onnx.checker.check_model(written, full_check=True)
    return written


def largest_error(path, data):
    """The largest difference to the stored logits that ONNX Runtime shows on the photographs in `data`."""
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    answers = sorted(data.glob("*_logits_f32.npy"))
    if not answers:
        sys.exit(f"{data}: no *_logits_f32.npy here")
    worst = 0.0
    for answer in answers:
        image = numpy.load(answer.with_name(answer.name.replace("logits_f32", "224_rgb_u8")))
        x = ((image.astype(numpy.float32) - 127) / 128).transpose(2, 0, 1)[None]
        logits = session.run(None, {"x": x})[0].ravel()
        worst = max(worst, float(numpy.abs(logits - numpy.load(answer).ravel()).max()))
    return worst


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=pathlib.Path, help="the ONNX file to write")
    arguments.add_argument("--weights", type=pathlib.Path, required=True, help="from convert_efficientnet_lite.py")
    arguments.add_argument("--check", type=pathlib.Path, help="folder of photographs and logits (.npy) to compare with")
    options = arguments.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model(safetensors.numpy.load_file(options.weights)), options.out)
    print(f"{options.out}: written")
    if options.check:
        worst = largest_error(options.out, options.check)
        print(f"largest difference to the stored logits: {worst:.2e}")
        sys.exit(worst >= 1e-3)  # float32 sums in another order; the logits span about 20


if __name__ == "__main__":
    main()
