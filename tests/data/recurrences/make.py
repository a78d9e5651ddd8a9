#!/usr/bin/env python3
"""Writes the files beside it: recurrences as Keras and as ONNX keep them, and what they answer.

The answers come from the formulas that Keras and ONNX publish, in float64, step by step. With --keras they are compared
with Keras's own. Needs: numpy, safetensors; perhaps keras.
"""
import os
import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
STEPS, CHANNELS = 6, 3
random = np.random.default_rng(20)


def drawn(*extent):
    return random.uniform(-0.9, 0.9, extent).astype(np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def along(x, step, states, reverse):
    """The answers of all steps, each at its own place; step(x, *states) makes the next states, the answer first."""
    answers = [None] * len(x)
    for t in reversed(range(len(x))) if reverse else range(len(x)):
        states = step(x[t], *states)
        answers[t] = states[0]
    return np.array(answers)


# Keras: kernel [in x gates u], recurrent_kernel [u x gates u]; gates i f c o, and z r h.


def keras_lstm(x, kernel, recurrent, bias, reverse=False):
    def step(now, h, c):
        i, f, g, o = np.split(now @ kernel + h @ recurrent + bias, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c), c

    zeros = np.zeros(len(recurrent))
    return along(x, step, (zeros, zeros), reverse)


def keras_gru(x, kernel, recurrent, bias, reverse=False):
    reset_after = bias.ndim == 2

    def step(now, h):
        z, r, n = np.split(now @ kernel + (bias[0] if reset_after else bias), 3)
        if reset_after:
            of_z, of_r, of_n = np.split(h @ recurrent + bias[1], 3)
            z, r = sigmoid(z + of_z), sigmoid(r + of_r)
            n = np.tanh(n + r * of_n)
        else:
            to_z, to_r, to_n = np.split(recurrent, 3, axis=1)
            z, r = sigmoid(z + h @ to_z), sigmoid(r + h @ to_r)
            n = np.tanh(n + (r * h) @ to_n)
        return (z * h + (1 - z) * n,)

    return along(x, step, (np.zeros(len(recurrent)),), reverse)


def keras_rnn(x, kernel, recurrent, bias, reverse=False):
    def step(now, h):
        return (np.tanh(now @ kernel + h @ recurrent + bias),)

    return along(x, step, (np.zeros(len(recurrent)),), reverse)


def keras_weights(inputs, units, gates, biases=1):
    bias = drawn(gates * units) if biases == 1 else drawn(biases, gates * units)
    return [drawn(inputs, gates * units), drawn(units, gates * units), bias]


def as_keras():
    layers = {  # as Keras calls them: the first three by version 3, the others by version 2
        "bidirectional/forward_lstm/lstm_cell": keras_weights(CHANNELS, 4, 4),
        "bidirectional/backward_lstm/lstm_cell": keras_weights(CHANNELS, 4, 4),
        "gru/gru_cell": keras_weights(8, 5, 3, 2),
        "gru_1/gru_cell_3": keras_weights(5, 3, 3),
        "simple_rnn/simple_rnn_cell_4": keras_weights(3, 4, 1),
        "dense": [drawn(4, 2), drawn(2)],
    }
    tensors = {}
    for k, (path, arrays) in enumerate(layers.items()):
        words = ("kernel", "bias") if path == "dense" else ("kernel", "recurrent_kernel", "bias")
        for word, array in zip(words, arrays):
            tensors[f"{path}/{word}" + (":0" if k > 2 else "")] = array
    x = drawn(STEPS, CHANNELS)
    forward, backward, gru, gru_1, rnn, dense = ([a.astype(float) for a in arrays] for arrays in layers.values())
    y = np.concatenate([keras_lstm(x, *forward), keras_lstm(x, *backward, reverse=True)], axis=1)
    y = keras_rnn(keras_gru(keras_gru(y, *gru), *gru_1), *rnn)[-1]
    answer = (y @ dense[0] + dense[1]).astype(np.float32)
    save_file(tensors, HERE / "keras.safetensors", metadata={"format": "tf"})
    np.save(HERE / "keras_input.npy", x)
    np.save(HERE / "keras_answer.npy", answer)
    return tensors, x, answer


def layer_norm(x, gamma, beta):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-3) * gamma + beta


def as_keras_words():
    tensors = {
        "sequential/embedding/embeddings": drawn(10, 5),
        "sequential/time_distributed/dense/kernel": drawn(5, 7),
        "sequential/time_distributed/dense/bias": drawn(7),
        "sequential/time_distributed_1/model/dense_1/kernel": drawn(7, 4),
        "sequential/time_distributed_1/model/dense_1/bias": drawn(4),
        "sequential/time_distributed_1/model/layer_normalization/gamma": drawn(4),
        "sequential/time_distributed_1/model/layer_normalization/beta": drawn(4),
        "sequential/lstm/lstm_cell/kernel": drawn(4, 12),
        "sequential/lstm/lstm_cell/recurrent_kernel": drawn(3, 12),
        "sequential/lstm/lstm_cell/bias": drawn(12),
        "sequential/dense_2/kernel": drawn(3, 2),
        "sequential/dense_2/bias": drawn(2),
    }
    table, w, b, w_1, b_1, gamma, beta, kernel, recurrent, bias, w_2, b_2 = (a.astype(float) for a in tensors.values())
    x = np.array([0, 9, 4, 4, 1, 7])
    y = np.maximum(table[x] @ w + b, 0)
    y = keras_lstm(layer_norm(y @ w_1 + b_1, gamma, beta), kernel, recurrent, bias)[-1]
    answer = (y @ w_2 + b_2).astype(np.float32)
    save_file(tensors, HERE / "keras_words.safetensors", metadata={"format": "tf"})
    np.save(HERE / "keras_words_input.npy", x.astype(np.float32))
    np.save(HERE / "keras_words_answer.npy", answer)
    return tensors, x, answer


def recurrences_of(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((STEPS, CHANNELS)),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
        layers.GRU(5, return_sequences=True),
        layers.GRU(3, reset_after=False, return_sequences=True),
        layers.SimpleRNN(4),
        layers.Dense(2),
    ])


def words_of(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((STEPS,)),
        layers.Embedding(10, 5),
        layers.TimeDistributed(layers.Dense(7, activation="relu")),
        layers.TimeDistributed(keras.Sequential([layers.Dense(4), layers.LayerNormalization()], name="model")),
        layers.LSTM(3),
        layers.Dense(2),
    ])


def compare_with_keras(make, tensors, x, answer):
    os.environ.setdefault("KERAS_BACKEND", "numpy")
    import keras

    model = make(keras)
    model.set_weights(list(tensors.values()))
    for weight, name in zip(model.weights, tensors):
        print(f"{weight.path} {list(weight.shape)}: here {name}")
    found = np.asarray(model(x[None]))[0]
    print(f"Keras {keras.__version__} says {found}, here {answer}")
    if not np.allclose(found, answer, rtol=1e-5, atol=1e-6):
        sys.exit("these are not Keras's answers")


# ONNX: W [ways x gates u x in], R [ways x gates u x u], B [ways x 2 gates u], P [ways x 3 u]; i o f c, and z r h.


def onnx_lstm(x, w, r, b, p, reverse=False):
    of_x, of_h = np.split(b, 2)
    peep_i, peep_o, peep_f = np.split(p, 3)

    def step(now, h, c):
        i, o, f, g = np.split(w @ now + r @ h + of_x + of_h, 4)
        made = sigmoid(f + peep_f * c) * c + sigmoid(i + peep_i * c) * np.tanh(g)
        return sigmoid(o + peep_o * made) * np.tanh(made), made

    zeros = np.zeros(r.shape[1])
    return along(x, step, (zeros, zeros), reverse)


def onnx_gru(x, w, r, b, reverse=False):
    of_x, of_h = np.split(b, 2)
    (to_z, to_r, to_n), (b_z, b_r, b_n) = np.split(r, 3), np.split(of_h, 3)

    def step(now, h):
        z, g, n = np.split(w @ now + of_x, 3)
        z, g = sigmoid(z + to_z @ h + b_z), sigmoid(g + to_r @ h + b_r)
        return ((1 - z) * np.tanh(n + g * (to_n @ h + b_n)) + z * h,)  # linear_before_reset

    return along(x, step, (np.zeros(r.shape[1]),), reverse)


def onnx_weights(name, ways, inputs, units, gates, peepholes=False):
    made = {"W": drawn(ways, gates * units, inputs), "R": drawn(ways, gates * units, units),
            "B": drawn(ways, 2 * gates * units)}
    if peepholes:
        made["P"] = drawn(ways, 3 * units)
    return {f"{name}.{what}": array for what, array in made.items()}


def as_onnx():
    tensors = {
        **onnx_weights("rnn", 2, CHANNELS, 4, 4, peepholes=True),
        **onnx_weights("rnn_1", 2, 8, 4, 4, peepholes=True),
        **onnx_weights("gru", 1, 8, 5, 3),
        "dense.weight": drawn(2, 5),
        "dense.bias": drawn(2),
    }
    x = drawn(STEPS, CHANNELS)
    y = x.astype(float)
    for name in ("rnn", "rnn_1"):
        given = [tensors[f"{name}.{what}"].astype(float) for what in "WRBP"]
        y = np.concatenate([onnx_lstm(y, *(a[k] for a in given), reverse=k == 1) for k in (0, 1)], axis=1)
    y = onnx_gru(y, *(tensors[f"gru.{what}"].astype(float)[0] for what in "WRB"), reverse=True)[0]
    save_file(tensors, HERE / "onnx.safetensors")
    np.save(HERE / "onnx_input.npy", x)
    np.save(HERE / "onnx_answer.npy", (tensors["dense.weight"] @ y + tensors["dense.bias"]).astype(np.float32))


made = as_keras()
as_onnx()
words = as_keras_words()
if "--keras" in sys.argv:
    compare_with_keras(recurrences_of, *made)
    compare_with_keras(words_of, *words)
