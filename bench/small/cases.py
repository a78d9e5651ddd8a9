"""The cases, as the engines need them beside their weights: ONNX models, and what is done to a signal."""
import importlib.util
import pathlib

import numpy
import onnx
import safetensors.numpy
from onnx import TensorProto, helper, numpy_helper

BLOCK = 64  # samples that a host brings at once
SIGNALS = {  # by name: the channels of a sample
    "lstm_8_32": 8,
    "lstm_1_16": 1,
    "lstm_1_40": 1,
    "gru_8_32": 8,
    "gru_1_8": 1,
    "mlp_8_32_32_1": 8,
    "mlp_8_64_64_1": 8,
    "conv_1_2_4": 1,
}
IMAGES = {  # by name: what ONNX Runtime is given, and what it answers
    "lenet5": ([1, 1, 28, 28], [1, 10]),
    "mlp_784_300_100_10": ([1, 784], [1, 10]),
    "ds_cnn": ([1, 1, 49, 10], [1, 12]),
}
DECAYING = ("lstm_1_16", "conv_1_2_4")
SILERO = ("silero_vad.onnx", "silero_vad_16k_op15.onnx", "silero_vad_op18_ifless.onnx")  # of the package; the best counts


def numbers(path):
    return numpy.fromfile(path, numpy.float64)


def weights(path):
    return safetensors.numpy.load_file(path)


def without_biases(path, to):
    """The same weights, but nothing is added: what comes of a silent signal is silence."""
    tensors = {name: values * ("bias" not in name) for name, values in weights(path).items()}
    safetensors.numpy.save_file(tensors, to)
    return to


def empty_model(to):
    """A model that does nothing: what calling any takes."""
    put = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1])
    out = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Identity", ["input"], ["output"])], "empty", [put], [out])
    save(graph, to)


def lstm_step_model(path, to):
    """One step of lstm_8_32 as an ONNX model which is given what it remembers and returns it."""
    given = weights(path)
    order = [0, 3, 1, 2]  # ONNX has the gates i, o, f, g
    rows = lambda name: numpy.concatenate([numpy.split(given[f"lstm_0.{name}_l0"], 4)[k] for k in order])
    units, channels = given["lstm_0.weight_hh_l0"].shape[1], given["lstm_0.weight_ih_l0"].shape[1]
    tensors = {
        "w": rows("weight_ih")[None],
        "r": rows("weight_hh")[None],
        "b": numpy.concatenate([rows("bias_ih"), rows("bias_hh")])[None],
        "zero": numpy.array([0]),
        "dense_w": given["dense_0.weight"],
        "dense_b": given["dense_0.bias"],
    }
    nodes = [
        helper.make_node("LSTM", ["input", "w", "r", "b", "", "h", "c"], ["", "h_out", "c_out"], hidden_size=units),
        helper.make_node("Squeeze", ["h_out", "zero"], ["flat"]),
        helper.make_node("Gemm", ["flat", "dense_w", "dense_b"], ["output"], transB=1),
    ]
    info = lambda name, extent: helper.make_tensor_value_info(name, TensorProto.FLOAT, extent)
    state = [1, 1, units]
    graph = helper.make_graph(
        nodes,
        "lstm_step",
        [info("input", [1, 1, channels]), info("h", state), info("c", state)],
        [info("output", [1, 1]), info("h_out", state), info("c_out", state)],
        [numpy_helper.from_array(values, name) for name, values in tensors.items()],
    )
    save(graph, to)
    return {
        "onnx": str(to),
        "input": [1, 1, channels],
        "answer": [1, 1],
        "inputs": ["input", "h", "c"],
        "outputs": ["output", "h_out", "c_out"],
        "state": state,
        "context": 0,
    }


def image_model(name, folder):
    given, answer = IMAGES[name]
    return {
        "onnx": str(folder / "network.onnx"),
        "input": given,
        "answer": answer,
        "inputs": ["input"],
        "outputs": ["output"],
        "state": [],
        "context": 0,
    }


def silero_model(file):
    """The package's own; it is not imported, since it would want torch."""
    data = pathlib.Path(importlib.util.find_spec("silero_vad").submodule_search_locations[0]) / "data"
    return {
        "onnx": str(data / file),
        "input": [1, 576],
        "answer": [1, 1],
        "inputs": ["input", "state", "sr"],
        "outputs": ["output", "stateN"],
        "state": [2, 1, 128],
        "context": 64,
    }


def save(graph, to):
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
    onnx.checker.check_model(model)
    onnx.save(model, to)
