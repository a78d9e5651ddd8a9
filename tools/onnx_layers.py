"""How operators of ONNX are said as fusenet expressions, with their tensors in NHWC order.

`express(case)` gives the networks that a case of ONNX's backend tests is, or raises Uncovered with the reason why
it is none. It is only for tests: it knows what ONNX's own cases need, not all that a model file may hold.
"""
import math

import numpy

SAY = {}  # operators, or tuples of them in a row -> function


class Uncovered(Exception):
    """The case cannot be said; the text says why."""


class Network:
    """An expression with the data that its case has for it: `inputs` and each of `outputs` are [items, ...]."""

    def __init__(self, expression, inputs, outputs, parameters=None):
        self.expression, self.inputs = expression, inputs
        self.outputs = outputs if isinstance(outputs, list) else [outputs]
        self.parameters = parameters or {}


def operators(*names):
    def register(function):
        for name in names:
            SAY[name] = function
        return function

    return register


def express(case):
    key = case.operators[0] if len(case.operators) == 1 else case.operators
    if key not in SAY:
        raise Uncovered("fusenet has no such layer")
    types = {x.dtype.name for x in case.inputs if isinstance(x, numpy.ndarray)}
    if types & {"float16", "bfloat16"} and key not in ("Max", "Min"):  # these only choose
        raise Uncovered("half precision: fusenet computes in float32")
    said = SAY[key](case)
    return said if isinstance(said, list) else [said]


# Words of the language.


def number(value):
    """A C++ float: 2, 0.1f."""
    value = numpy.float32(value)
    if value == numpy.finfo(numpy.float32).max:
        return "std::numeric_limits<float>::max()"
    if value == numpy.finfo(numpy.float32).min:
        return "std::numeric_limits<float>::lowest()"
    if float(value).is_integer() and abs(value) < 1e6:
        return str(int(value))
    return f"{value!s}f"


def pair(values):
    a, b = values
    return str(a) if a == b else f"{{{a}, {b}}}"


def sides(top, left, bottom, right):
    if top == left == bottom == right:
        return str(top)
    return f"{{{top}, {left}, {bottom}, {right}}}" if (top, left) != (bottom, right) else f"{{{top}, {left}}}"


def options(**given):
    """{.stride = 2, .pad = 1}; what is None is left out."""
    fields = ", ".join(f".{name} = {value}" for name, value in given.items() if value is not None)
    return f"{{{fields}}}" if fields else ""


def call(name, *arguments):
    return f"{name}({', '.join(str(a) for a in arguments if a != '')})"


def reads(items):
    """input(...) for [items, n], [items, t, c] or [items, h, w, c]."""
    return call("input", *items.shape[1:])


def reshape(items):
    return call("reshape", *items.shape[1:])


def pipe(*parts):
    return " | ".join(part for part in parts if part)


# Tensors.


def channels_last(x):
    """[n, c], [n, c, t] or [n, c, h, w] with the channels behind; more axes are taken as one where `flat` may."""
    if x.ndim < 2 or x.ndim > 4:
        raise Uncovered("volumes: fusenet has images, signals and vectors" if x.ndim > 4 else "a scalar or a list")
    return numpy.moveaxis(x, 1, -1)


def cells_last(x):
    """The same, but a volume's cells count as a signal: for layers that look at one cell at a time."""
    return channels_last(x.reshape(*x.shape[:2], -1) if x.ndim > 4 else x)


def as_written(x):
    """The tensor in its own order, as one item of at most three axes, or with the first axis as items."""
    if x.size == 0:
        raise Uncovered("an empty tensor")
    if x.ndim == 0:
        return x.reshape(1, 1)
    if x.ndim <= 3:
        return x[None]
    return x if x.ndim == 4 else x.reshape(x.shape[0], -1)


def axis_last(x, axis):
    """The axis innermost, all others as the cells of an image, as a signal's, or as items."""
    return as_written(numpy.moveaxis(x, axis, -1))


def behind(*tensors):
    """Items of several tensors as one input: along the channels where their cells agree."""
    return numpy.concatenate(tensors, axis=-1)


def parts_of(tensors):
    """slice(...) for each of the tensors that `behind` joined."""
    first, said = 0, []
    for x in tensors:
        said.append(call("slice", first, x.shape[-1]))
        first += x.shape[-1]
    return said


# Maps.

PLAIN_MAPS = {
    "Relu": "relu()", "Sigmoid": "sigmoid()", "Tanh": "tanh()", "Softplus": "softplus()", "Mish": "mish()",
    "HardSwish": "hard_swish()",
}
LAMBDAS = {
    "Abs": "abs(x)", "Exp": "exp(x)", "Log": "log(x)", "Sqrt": "sqrt(x)", "Erf": "erf(x)", "Neg": "-x",
    "Reciprocal": "1 / x", "Softsign": "x / (abs(x) + 1)",
}


def lambda_map(body):
    return f"map([](auto x) {{ return {body}; }})"


def typed_map(body):
    """Where the body needs the type to make constants of: V(2)."""
    return f"map([]<class V>(V x) {{ return {body}; }})"


def mapped(case, expression):
    x, y = as_written(case.inputs[0]), as_written(case.outputs[0])
    return Network(pipe(reads(x), expression), x, y)


@operators(*PLAIN_MAPS)
def plain_map(case):
    return mapped(case, PLAIN_MAPS[case.operators[0]])


@operators(*LAMBDAS)
def user_map(case):
    return mapped(case, typed_map(LAMBDAS[case.operators[0]].replace("1", "V(1)")))


@operators("LeakyRelu")
def leaky_relu(case):
    return mapped(case, call("leaky_relu", number(case.get("alpha", 0.01))))


@operators("Elu")
def elu(case):
    return mapped(case, call("elu", number(case.get("alpha", 1))))


@operators("Selu")
def selu(case):
    given = {"alpha": case.get("alpha"), "gain": case.get("gamma")}
    return mapped(case, call("selu", options(**{k: number(v) for k, v in given.items() if v is not None})))


@operators("Gelu")
def gelu(case):
    return mapped(case, "gelu_tanh()" if case.get("approximate", "none") == "tanh" else "gelu()")


@operators("HardSigmoid")
def hard_sigmoid(case):
    chosen = options(slope=number(case.get("alpha", 0.2)), shift=number(case.get("beta", 0.5)))
    return mapped(case, call("hard_sigmoid", chosen))


@operators("Swish")
def swish(case):
    alpha = number(case.get("alpha", 1))
    return mapped(case, "silu()" if alpha == "1" else typed_map(f"x / (V(1) + exp(V(-{alpha}) * x))"))


@operators("Celu")
def celu(case):
    a = f"V({number(case.get('alpha', 1))})"
    return mapped(case, typed_map(f"max(x, V(0)) + min(V(0), {a} * expm1(x / {a}))"))


@operators("ThresholdedRelu")
def thresholded_relu(case):
    return mapped(case, typed_map(f"select(x > V({number(case.get('alpha', 1))}), x, V(0))"))


@operators("Shrink")
def shrink(case):
    bias, edge = (f"V({number(v)})" for v in (case.get("bias", 0), case.get("lambd", 0.5)))
    return mapped(case, typed_map(f"select(x < -{edge}, x + {bias}, select(x > {edge}, x - {bias}, V(0)))"))


@operators("Clip")
def clip(case):
    given = case.by_name
    low = case.get("min", given.get("min", numpy.finfo(numpy.float32).min))
    high = case.get("max", given.get("max", numpy.finfo(numpy.float32).max))
    if low > high:
        raise Uncovered("low above high: clip(low, high) refuses that when it is compiled")
    return mapped(case, call("clip", number(low), number(high)))


@operators("PRelu")
def prelu(case):
    x, slope, y = case.inputs[0], case.inputs[1], case.outputs[0]
    if slope.size == 1:
        return Network(pipe(reads(as_written(x)), "prelu({.single = true})"), as_written(x), as_written(y),
                       {"prelu_0.weight": slope.reshape(1)})
    if slope.shape == x.shape:
        x, y, slope = x.reshape(1, -1), y.reshape(1, -1), slope.reshape(-1)
    elif slope.ndim == 1 and case.version < 7:  # the old broadcast: along axis 1
        x, y = cells_last(x), cells_last(y)
    elif slope.shape == x.shape[-1:]:
        x, y = as_written(x), as_written(y)
    else:
        raise Uncovered(f"slopes {list(slope.shape)} for {list(x.shape)}: prelu has one for each channel")
    return Network(pipe(reads(x), "prelu()"), x, y, {"prelu_0.weight": slope})


@operators("BatchNormalization")
def batchnorm(case):
    if case.get("training_mode"):
        raise Uncovered("training mode: batchnorm has the statistics that training left")
    x, weight, bias, mean, variance = case.inputs
    x, y = cells_last(x), cells_last(case.outputs[0])
    epsilon = options(epsilon=number(case.get("epsilon", 1e-5)))
    return Network(pipe(reads(x), call("batchnorm", epsilon)), x, y,
                   {"batchnorm_0.weight": weight, "batchnorm_0.bias": bias, "batchnorm_0.running_mean": mean,
                    "batchnorm_0.running_var": variance})


@operators("Dropout")
def dropout(case):
    training, ratio = case.by_name.get("t", False), case.by_name.get("r", case.get("ratio", 0.5))
    if training and ratio != 0:
        raise Uncovered("training mode: dropout is the identity, as in inference")
    return mapped(case, call("dropout", number(ratio)))


@operators("Identity")
def identity(case):
    if not isinstance(case.inputs[0], numpy.ndarray):
        raise Uncovered("sequences and optionals: fusenet has tensors")
    return mapped(case, "dropout(0)")


@operators(("Neg", "Softmax"))
def softmin(case):
    x = case.inputs[0]
    return normalised(case, x, case.get("axis", 1, node=1), pipe(typed_map("-x"), "softmax()"))


# Contractions.


def resolve_pads(case, extent, reach, stride):
    """Cells before and after each axis, auto_pad resolved; or "same" where that is TensorFlow's."""
    how = case.get("auto_pad", "NOTSET")
    axes = range(len(extent))
    if how == "SAME_UPPER":
        return "same"
    if how == "SAME_LOWER":
        total = [max(0, (math.ceil(extent[i] / stride[i]) - 1) * stride[i] + reach[i] - extent[i]) for i in axes]
        return [t - t // 2 for t in total] + [t // 2 for t in total]
    return list(case.get("pads", [0] * 2 * len(extent)))


def said_pads(pads):
    if isinstance(pads, str):
        return pads
    if not any(pads):
        return None
    return sides(*pads) if len(pads) == 4 else sides(0, pads[0], 0, pads[1])


def filter_options(case, extent, kernel):
    """What conv and the pools share: stride, dilation, reach, padding, and how to say a number for each axis."""
    axes = len(kernel)
    stride, dilation = list(case.get("strides", [1] * axes)), list(case.get("dilations", [1] * axes))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    pads = resolve_pads(case, extent, reach, stride)
    two = (lambda v: pair(v)) if axes == 2 else (lambda v: str(v[0]))
    return stride, dilation, reach, pads, two


@operators("Conv")
def conv(case):
    x, weight = case.inputs[:2]
    bias = case.inputs[2] if len(case.inputs) > 2 else None
    items, y = channels_last(x), channels_last(case.outputs[0])
    kernel, groups = list(weight.shape[2:]), case.get("group", 1)
    stride, dilation, _, pads, two = filter_options(case, x.shape[2:], kernel)
    each = groups > 1 and groups == x.shape[1] == weight.shape[0]
    chosen = options(
        stride=two(stride) if max(stride) > 1 else None,
        pad=said_pads(pads),
        dilation=two(dilation) if max(dilation) > 1 else None,
        groups=groups if groups > 1 and not each else None,
        bias=None if bias is not None else "false",
    )
    size = ", ".join(map(str, kernel))
    if each:
        layer = call(f"depthwise<{size}>", chosen)
    else:
        layer = call(f"conv<{size}>", weight.shape[0], chosen)
    return Network(pipe(reads(items), layer), items, y, named("conv_0", weight, bias))


def named(name, weight, bias):
    return {f"{name}.weight": weight} | ({} if bias is None else {f"{name}.bias": bias})


@operators("ConvTranspose")
def conv_transpose(case):
    x, weight = case.inputs[:2]
    bias = case.inputs[2] if len(case.inputs) > 2 else None
    items, y = channels_last(x), channels_last(case.outputs[0])
    kernel, groups, axes = list(weight.shape[2:]), case.get("group", 1), weight.ndim - 2
    stride, dilation = list(case.get("strides", [1] * axes)), list(case.get("dilations", [1] * axes))
    extra, pads = list(case.get("output_padding", [0] * axes)), list(case.get("pads", [0] * 2 * axes))
    if case.get("auto_pad", "NOTSET") == "SAME_UPPER":
        pads = "same"
    elif case.get("output_shape"):
        full = [s * (n - 1) + e + (k - 1) * d + 1
                for s, n, e, k, d in zip(stride, x.shape[2:], extra, kernel, dilation)]
        cut = [f - o for f, o in zip(full, case.get("output_shape"))]
        before = [c // 2 for c in cut]
        pads = before + [c - b for c, b in zip(cut, before)]
        extra = [e + max(0, -p) for e, p in zip(extra, pads[axes:])]  # what is missing comes after
        pads = [max(0, p) for p in pads]
        if any(c < 0 and b < 0 for c, b in zip(cut, before)):
            pads, extra = [0] * 2 * axes, [e - c for e, c in zip(case.get("output_padding", [0] * axes), cut)]
    two = pair if axes == 2 else lambda v: str(v[0])
    chosen = options(
        stride=two(stride) if max(stride) > 1 else None,
        pad=said_pads(pads),
        output_padding=two(extra) if max(extra) > 0 else None,
        dilation=two(dilation) if max(dilation) > 1 else None,
        groups=groups if groups > 1 else None,
        bias=None if bias is not None else "false",
    )
    layer = call(f"conv_transpose<{', '.join(map(str, kernel))}>", weight.shape[1] * groups, chosen)
    return Network(pipe(reads(items), layer), items, y, named("conv_transpose_0", weight, bias))


def dense_layer(outputs, bias):
    return call("dense", outputs, "" if bias else "{.bias = false}")


@operators("Gemm")
def gemm(case):
    a, b = case.inputs[:2]
    c = case.inputs[2] if len(case.inputs) > 2 else None
    a = a.T if case.get("transA") else a
    weight = (b if case.get("transB") else b.T) * numpy.float32(case.get("alpha", 1))
    y, outputs = case.outputs[0], weight.shape[0]
    if c is None or case.get("beta", 1) == 0:
        return Network(pipe(reads(a), dense_layer(outputs, False)), a, y, named("dense_0", weight, None))
    c = c * numpy.float32(case.get("beta", 1))
    if c.size == outputs or c.size == 1:
        bias = numpy.broadcast_to(c.reshape(-1), (outputs,))
        return Network(pipe(reads(a), dense_layer(outputs, True)), a, y, named("dense_0", weight, bias))
    first, second = parts_of([a, c])
    joined = pipe(f"branches({pipe(first, dense_layer(outputs, False))}, {second})", "add()")
    both = behind(a, c)
    return Network(pipe(reads(both), joined), both, y, named("dense_0", weight, None))


@operators("MatMul")
def matmul(case):
    a, b = case.inputs
    y = case.outputs[0]
    a2 = a[None] if a.ndim == 1 else a
    b2 = b[:, None] if b.ndim == 1 else b
    lead = numpy.broadcast_shapes(a2.shape[:-2], b2.shape[:-2])
    rows = numpy.broadcast_to(a2, lead + a2.shape[-2:]).reshape(-1, *a2.shape[-2:])
    weights = numpy.broadcast_to(b2, lead + b2.shape[-2:]).reshape(-1, *b2.shape[-2:])
    answers = y.reshape(len(rows), rows.shape[1], weights.shape[2])
    said = []
    for x, weight, answer in zip(rows, weights, answers):  # rows as a signal's cells
        if len(x) == 1:
            x, answer = x[0], answer[0]
        x, answer = x[None], answer[None]
        expression = pipe(reads(x), dense_layer(weight.shape[1], False))
        said.append(Network(expression, x, answer, named("dense_0", weight.T, None)))
    return said


@operators(("Transpose", "MatMul"))
def linear(case):  # PyTorch's export of a linear layer without bias: x times a weight's transpose
    x, weight = case.inputs
    expression = pipe(reads(x), dense_layer(weight.shape[0], False))
    return Network(expression, x, case.outputs[0], named("dense_0", weight, None))


@operators("CausalConvWithState")
def causal_conv(case):
    x, weight = case.by_name["input"], case.by_name["weight"]
    bias, past = case.by_name.get("bias"), case.by_name.get("past_state")
    before = weight.shape[2] - 1
    if past is not None:
        x = numpy.concatenate([past, x], axis=2)
    items, y = channels_last(x), channels_last(case.outputs[0])
    padded = before if past is None else 0
    chosen = options(pad=said_pads([padded, 0]), bias=None if bias is not None else "false")
    kind = f"depthwise<{before + 1}>" if x.shape[1] > 1 else f"conv<{before + 1}>"
    layer = pipe(call(kind, chosen), "silu()" if case.get("activation") in ("silu", "swish") else "")
    outputs = [y]
    gone = x.shape[2] - before
    if before and gone > 0:  # the state that goes on: the last cells of the input
        layer = f"branches({layer}, crop({{0, {gone}, 0, 0}}))"
        outputs.append(channels_last(case.outputs[1]))
    return Network(pipe(reads(items), layer), items, outputs, named("conv_0", weight, bias))


# Pools.


def pool(case, name, count_pads=False):
    x = case.inputs[0]
    items, y = channels_last(x), channels_last(case.outputs[0])
    kernel = list(case.get("kernel_shape"))
    stride, dilation, _, pads, two = filter_options(case, x.shape[2:], kernel)
    chosen = options(
        stride=two(stride) if stride != kernel else None,
        pad=said_pads(pads),
        ceil_mode="true" if case.get("ceil_mode") else None,
        count_include_pad="true" if count_pads or case.get("count_include_pad") else None,
        dilation=two(dilation) if max(dilation) > 1 else None,
    )
    size = str(kernel[0]) if len(set(kernel)) == 1 else ", ".join(map(str, kernel))
    return Network(pipe(reads(items), call(f"{name}<{size}>", chosen)), items, y)


@operators("MaxPool")
def maxpool(case):
    return pool(case, "maxpool")


@operators("AveragePool")
def avgpool(case):
    return pool(case, "avgpool")


@operators(("Unsqueeze", "AveragePool", "Squeeze"))
def avgpool_of_signal(case):
    x = case.inputs[0]
    kernel, stride = case.get("kernel_shape", node=1)[0], case.get("strides", node=1)[0]
    items, y = channels_last(x), channels_last(case.outputs[0])
    return Network(pipe(reads(items), call(f"avgpool<{kernel}>", options(stride=stride))), items, y)


@operators("GlobalMaxPool", "GlobalAveragePool")
def global_pool(case):
    x, y = channels_last(case.inputs[0]), channels_last(case.outputs[0])
    return Network(pipe(reads(x), "global_maxpool()" if "Max" in case.operators[0] else "global_avgpool()"), x, y)


@operators("LpPool")
def lppool(case):  # a mean of powers, its cells counted, and a root
    p, kernel = case.get("p", 2), list(case.get("kernel_shape"))
    said = pool(case, "avgpool", count_pads=True)
    begin, layer = said.expression.split(" | ")
    power = typed_map("x * x" if p == 2 else f"pow(abs(x), V({p}))")
    root = f"sqrt(V({math.prod(kernel)}) * x)" if p == 2 else f"pow(V({math.prod(kernel)}) * x, V(1) / V({p}))"
    said.expression = pipe(begin, power, layer, typed_map(root))
    return said


# Normalisations.


def normalised(case, x, axis, layer):
    items = axis_last(x, axis)
    return Network(pipe(reads(items), layer), items, axis_last(case.outputs[0], axis))


@operators("Softmax", "LogSoftmax")
def softmax(case):
    x, layer = case.inputs[0], "softmax()" if case.operators[0] == "Softmax" else "log_softmax()"
    if case.version >= 13:
        return normalised(case, x, case.get("axis", -1), layer)
    axis = case.get("axis", 1) % x.ndim  # of old, all axes from this one on are one
    if axis == x.ndim - 1:
        return normalised(case, x, -1, layer)
    x, y = (t.reshape(math.prod(t.shape[:axis]), -1) for t in (x, case.outputs[0]))
    return Network(pipe(reads(x), layer), x, y)


@operators("LayerNormalization", "RMSNormalization")
def layer_normalization(case):
    x, y, axis = case.inputs[0], case.outputs[0], case.get("axis", -1)
    name = "layernorm" if case.operators[0][0] == "L" else "rmsnorm"
    layer = call(name, options(epsilon=number(case.get("epsilon", 1e-5))))
    axis %= x.ndim
    if axis == x.ndim - 1:
        items, answers = as_written(x), as_written(y)
    else:  # everything from the axis on as one vector
        items, answers = (t.reshape(math.prod(t.shape[:axis]), -1) for t in (x, y))
    parameters = {f"{name}_0.weight": case.inputs[1].reshape(-1)}
    if name == "layernorm":
        parameters["layernorm_0.bias"] = case.inputs[2].reshape(-1)
    return Network(pipe(reads(items), layer), items, answers, parameters)


@operators("GroupNormalization", "InstanceNormalization")
def group_normalization(case):
    x, weight, bias = case.inputs
    items, y = channels_last(x), channels_last(case.outputs[0])
    epsilon = options(epsilon=number(case.get("epsilon", 1e-5)))
    group = case.operators[0][0] == "G"
    layer = call("groupnorm", case.get("num_groups"), epsilon) if group else call("instancenorm", epsilon)
    return Network(pipe(reads(items), layer), items, y, named("groupnorm_0", weight, bias))


@operators("LpNormalization")
def lp_normalization(case):
    if case.get("p", 2) != 2:
        raise Uncovered("p = 1: fusenet has l2norm")
    return normalised(case, case.inputs[0], case.get("axis", -1), "l2norm()")


@operators("LRN")
def local_response_norm(case):
    x, y = channels_last(case.inputs[0]), channels_last(case.outputs[0])
    chosen = options(alpha=number(case.get("alpha", 1e-4)), beta=number(case.get("beta", 0.75)),
                     k=number(case.get("bias", 1)))
    return Network(pipe(reads(x), call("local_response_norm", case.get("size"), chosen)), x, y)


# Recurrences.

GATES = {"LSTM": (0, 2, 3, 1), "GRU": (1, 0, 2), "RNN": (0,)}  # of fusenet's, where ONNX has them
PEEPHOLES = (0, 2, 1)


def in_blocks(x, order):
    blocks = numpy.split(x, len(order))
    return numpy.concatenate([blocks[k] for k in order])


@operators("LSTM", "GRU", "RNN")
def recurrence(case):
    name, given = case.operators[0], dict(zip(case.nodes[0].input, case.inputs))
    batch_first, units = case.get("layout", 0), case.get("hidden_size")
    x = case.inputs[0] if batch_first else case.inputs[0].swapaxes(0, 1)
    for state in ("initial_h", "initial_c"):
        if numpy.any(given.get(state, 0)):
            raise Uncovered("an initial state: a signal begins from zeros")
    if numpy.any(given.get("sequence_lens", x.shape[1]) != x.shape[1]):
        raise Uncovered("signals of several lengths in one batch: a network's has one")
    for option in ("clip", "activations", "activation_alpha", "activation_beta", "input_forget"):
        if case.get(option) is not None:
            raise Uncovered(f"{option}: recurrences have the usual functions")

    parameters, way = {}, case.get("direction", "forward")
    for k, end in enumerate({"forward": [""], "reverse": ["_reverse"]}.get(way, ["", "_reverse"])):
        parts = {"weight_ih": given["W"][k], "weight_hh": given["R"][k]}
        if "B" in given:
            parts["bias_ih"], parts["bias_hh"] = numpy.split(given["B"][k], 2)
        parts = {what: in_blocks(part, GATES[name]) for what, part in parts.items()}
        if "P" in given:
            parts["weight_peephole"] = in_blocks(given["P"][k], PEEPHOLES)
        parameters |= {f"rnn.{what}_l0{end}": part for what, part in parts.items()}

    def network(last, answers):
        chosen = options(
            bias=None if "B" in given else "false",
            reset_after=None if name != "GRU" or case.get("linear_before_reset", 0) else "false",
            peepholes="true" if "P" in given else None,
            reversed="true" if way == "reverse" else None,
            last="true" if last else None,
        )
        layer = call(name.lower(), units, chosen)
        layer = call("bidirectional", layer) if way == "bidirectional" else layer
        return Network(pipe(reads(x), call("named", '"rnn"', layer)), x, answers, parameters)

    said, answers = [], dict(zip([o for o in case.nodes[0].output if o], case.outputs))
    if "Y" in answers:  # [steps, ways, items, units]
        steps = answers["Y"] if batch_first else answers["Y"].transpose(2, 0, 1, 3)
        said.append(network(False, steps.reshape(*x.shape[:2], -1)))
    last = answers["Y_h"] if batch_first else answers["Y_h"].swapaxes(0, 1)
    return [*said, network(True, last.reshape(len(x), -1))]


# Joins.

JOINS = {"Add": "add()", "Sum": "add()", "Mul": "mul()", "Max": "maximum()", "Min": "minimum()"}
ALONE = {"Add": ("bias()", "bias_0.bias"), "Mul": ("scale()", "scale_0.weight")}


def fits_float32(case):
    """Refuses whole numbers that wrapped around."""
    wide = {"Add": numpy.add, "Mul": numpy.multiply}
    name = case.operators[0]
    for x in case.inputs:
        if x.dtype.kind in "iu" and name in wide:
            exact = wide[name](*(t.astype(numpy.float64) for t in case.inputs))
            if not numpy.array_equal(exact, case.outputs[0].astype(numpy.float64)):
                raise Uncovered("whole numbers that wrap around: fusenet computes in float32")


@operators(*JOINS)
def join(case):
    name, tensors, y = case.operators[0], case.inputs, case.outputs[0]
    layer = JOINS[name]
    if len(tensors) < 2:
        raise Uncovered("one input: a join has at least two branches")
    fits_float32(case)
    if all(x.shape == y.shape for x in tensors):
        items = [as_written(x) for x in tensors]
        both = behind(*items)
        return Network(pipe(reads(both), f"branches({', '.join(parts_of(items))})", layer), both, as_written(y))
    wide, one = tensors
    if wide.shape != y.shape or one.shape not in (y.shape[-1:], (1,) * (y.ndim - 1) + y.shape[-1:]):
        raise Uncovered(f"{list(wide.shape)} with {list(one.shape)}: joins spread one value for each channel")
    one, said = one.reshape(-1), []
    items = as_written(wide)
    if len(items) == 1 and items.ndim > 2:  # both in one vector, the wide one reshaped
        both = behind(items.reshape(1, -1), one.reshape(1, -1))
        branches = f"branches(slice(0, {items.size}) | {reshape(items)}, slice({items.size}, {one.size}))"
        said.append(Network(pipe(reads(both), branches, layer), both, as_written(y)))
    if name in ALONE:
        alone, parameter = ALONE[name]
        said.append(Network(pipe(reads(items), alone), items, as_written(y), {parameter: one}))
    return said


@operators("Concat")
def concat(case):
    items = [axis_last(x, case.get("axis")) for x in case.inputs]
    swapped = items[::-1]  # the input holds them in another order than the answer
    branches = ", ".join(parts_of(swapped)[::-1])
    both = behind(*swapped)
    return Network(pipe(reads(both), f"concat({branches})"), both, axis_last(case.outputs[0], case.get("axis")))


@operators(("Split", "Sigmoid", "Mul"))
def gated(case):
    axis, x = case.get("axis", node=0), case.inputs[0]
    items, y = axis_last(x, axis), axis_last(case.outputs[0], axis)
    half = y.shape[-1]
    layer = f"branches(slice(0, {half}), slice({half}, {half}) | sigmoid()) | mul()"
    return Network(pipe(reads(items), layer), items, y)


@operators("SwiGLU")
def swiglu(case):
    tensors = [as_written(x) for x in case.inputs]
    first, second = parts_of(tensors)
    alpha = number(case.get("alpha", 1))
    gate = "silu()" if alpha == "1" else typed_map(f"x / (V(1) + exp(V(-{alpha}) * x))")
    both = behind(*tensors)
    layer = f"branches({first} | {gate}, {second}) | mul()"
    return Network(pipe(reads(both), layer), both, as_written(case.outputs[0]))


# Moves.


@operators("Flatten")
def flatten(case):
    x, y, axis = case.inputs[0], case.outputs[0], case.get("axis", 1)
    if axis == 1 and x.ndim == 4:  # an image: ONNX keeps c, h, w
        items = channels_last(x)
        return Network(pipe(reads(items), "permute<2, 0, 1>()", "flatten()"), items, y)
    axis = axis % x.ndim if axis else 0
    items = x.reshape(-1, *x.shape[axis:])
    if items.ndim > 4:
        items = items.reshape(items.shape[0], -1, *items.shape[-2:])
    return Network(pipe(reads(items), "flatten()"), items, y)


def same_memory(case):
    """Reshapes: the tensor's own order, with the same items on both sides."""
    x, y = case.inputs[0], case.outputs[0]
    if x.size == 0:
        raise Uncovered("an empty tensor")
    before, after = ([d for d in t.shape if d > 1] for t in (x, y))
    items = 1
    if max(len(before), len(after)) > 3:
        if before[0] != after[0]:
            raise Uncovered(f"{list(x.shape)} to {list(y.shape)}: fusenet has three axes")
        items, before, after = before[0], before[1:], after[1:]
    else:  # axes of one cell are kept where there is room
        before, after = ([1] * (len(t.shape) - len(kept)) + kept if len(t.shape) <= 3 else kept
                         for t, kept in ((x, before), (y, after)))
        before, after = (list(t.shape) if t.ndim <= 3 else s for t, s in ((x, before), (y, after)))
    x, y = x.reshape(items, *before), y.reshape(items, *after)
    return Network(pipe(reads(x), reshape(y)), x, y)


@operators("Reshape", "Squeeze", "Unsqueeze")
def reshaped(case):
    return same_memory(case)


@operators("Transpose")
def transpose(case):
    x = case.inputs[0]
    axes = case.get("perm", list(range(x.ndim))[::-1])
    if x.ndim > 3:
        raise Uncovered(f"{x.ndim} axes: permute takes three")
    layer = call(f"permute<{', '.join(map(str, axes))}>")
    return Network(pipe(reads(x[None]), layer), x[None], case.outputs[0][None])


@operators("Pad")
def pad(case):
    x = case.inputs[0]
    mode, given = case.get("mode", "constant"), case.by_name
    if mode != "constant":
        raise Uncovered(f"mode {mode}: pad adds cells of one value")
    pads = case.get("pads", given.get("pads"))
    axes = [a % x.ndim for a in given.get("axes", range(x.ndim))]
    before, after = [0] * x.ndim, [0] * x.ndim
    for i, axis in enumerate(axes):
        before[axis], after[axis] = int(pads[i]), int(pads[i + len(axes)])
    if any(before[:2]) or any(after[:2]):
        raise Uncovered("padded items or channels: pad adds cells")
    value = number(given.get("value", case.get("value", 0)))
    layer = call("pad", sides(*before[2:], *after[2:]), "" if value == "0" else value)
    return Network(pipe(reads(channels_last(x)), layer), channels_last(x), channels_last(case.outputs[0]))


@operators("Slice")
def slice_of(case):
    x, y, given = case.inputs[0], case.outputs[0], case.by_name
    if y.size == 0:
        raise Uncovered("an empty answer: crop and slice keep something")
    if any(step != 1 for step in given.get("steps", [])):
        raise Uncovered("steps other than one: crop and slice take cells in a row")
    axes = [a % x.ndim for a in given.get("axes", range(x.ndim))]
    first, end = [0] * x.ndim, list(x.shape)
    for axis, start, stop in zip(axes, given["starts"], given["ends"]):
        first[axis], end[axis], _ = slice(int(start), int(stop)).indices(x.shape[axis])
    gone = [n - e for n, e in zip(x.shape, end)]
    layers = []
    if any(first[:2]) or any(gone[:2]):
        layers.append(call("crop", sides(first[0], first[1], gone[0], gone[1])))
    if first[2] or gone[2]:
        layers.append(call("slice", first[2], end[2] - first[2]))
    return Network(pipe(reads(x[None]), *layers), x[None], y[None])


@operators("CenterCropPad")
def center_crop_pad(case):
    x, y = case.inputs[0], case.outputs[0]
    if x.shape[2] != y.shape[2]:
        x, y = numpy.moveaxis(x, 0, -1), numpy.moveaxis(y, 0, -1)
    if x.shape[2] != y.shape[2]:
        raise Uncovered("cropped channels: slice takes them by number")
    missing = [b - a for a, b in zip(x.shape, y.shape)][:2]
    more = [max(0, m) for m in missing]
    less = [max(0, -m) for m in missing]
    layers = [call(name, sides(n[0] // 2, n[1] // 2, n[0] - n[0] // 2, n[1] - n[1] // 2))
              for name, n in (("crop", less), ("pad", more)) if any(n)]
    return Network(pipe(reads(x[None]), *layers), x[None], y[None])


@operators("Split")
def split(case):
    axis = case.get("axis", 0)
    x, parts = case.inputs[0], case.outputs
    if x.size == 0:
        raise Uncovered("an empty tensor")
    items, answers = axis_last(x, axis), [axis_last(t, axis) for t in parts]
    return Network(pipe(reads(items), f"branches({', '.join(parts_of(answers))})"), items, answers)


def place_in_input(case, made, cells, y):
    """Where Resize reads output cell y, in cells of the input."""
    mode = case.get("coordinate_transformation_mode", "half_pixel")
    scale = made / cells
    if mode == "asymmetric":
        return y / scale
    if mode == "align_corners":
        return y * (cells - 1) / (made - 1) if made > 1 else 0
    return (y + 0.5) / scale - 0.5


ROUND = {
    "round_prefer_floor": lambda v: math.ceil(v - 0.5),
    "round_prefer_ceil": lambda v: math.floor(v + 0.5),
    "floor": math.floor,
    "ceil": math.ceil,
}


@operators("Resize", "Upsample")
def resize(case):
    x, y = channels_last(case.inputs[0]), channels_last(case.outputs[0])
    kind, transform = case.get("mode", "nearest"), case.get("coordinate_transformation_mode", "half_pixel")
    if kind == "cubic":
        raise Uncovered("cubic: upsample takes the nearest cell or mixes four")
    if transform == "tf_crop_and_resize":
        raise Uncovered("crop and resize in one: upsample takes the whole map")
    (h, w), (made_h, made_w) = x.shape[1:3], y.shape[1:3]
    if made_h < h or made_w < w:
        raise Uncovered("a smaller map: upsample makes larger ones")
    if made_h % h or made_w % w:
        raise Uncovered(f"{h}x{w} to {made_h}x{made_w}: upsample takes whole factors")
    factor = pair((made_h // h, made_w // w))
    if kind == "linear":
        chosen = "bilinear{.align_corners = true}" if transform == "align_corners" else "bilinear{}"
        return Network(pipe(reads(x), call("upsample", factor, chosen)), x, y)
    rounded = ROUND[case.get("nearest_mode", "round_prefer_floor")]
    for cells, made in ((h, made_h), (w, made_w)):
        for at in range(made):
            if min(max(rounded(place_in_input(case, made, cells, at)), 0), cells - 1) != at // (made // cells):
                raise Uncovered(f"nearest by {transform} and {case.get('nearest_mode')}: upsample repeats each cell")
    return Network(pipe(reads(x), call("upsample", factor)), x, y)


@operators("SpaceToDepth", "DepthToSpace")
def blocks(case):
    x, y = channels_last(case.inputs[0]), channels_last(case.outputs[0])
    name = "space_to_depth" if case.operators[0] == "SpaceToDepth" else "depth_to_space"
    order = options(order="block_order::crd") if case.get("mode", "DCR") == "CRD" else ""
    return Network(pipe(reads(x), call(name, case.get("blocksize"), order)), x, y)


@operators(("Reshape", "Transpose", "Reshape"))
def pixel_shuffle(case):
    x, y = channels_last(case.inputs[0]), channels_last(case.outputs[0])
    block = y.shape[1] // x.shape[1]
    return Network(pipe(reads(x), call("depth_to_space", block, options(order="block_order::crd"))), x, y)
