"""The engines that compare.py measures: each has a name, what it is, and `call()`, which runs one inference.

All get the same network, the same photograph, and preallocated input and output, so that a call is inference alone.
"""
import ctypes
import pathlib

import numpy

CLASSES = 1000


class Fusenet:
    """The library behind the C functions of fusenet_c.cpp."""

    MODES = {"fused": 0, "layer by layer": 1}

    def __init__(self, library, weights, nhwc, threads, mode):
        lib = ctypes.CDLL(str(pathlib.Path(library).resolve()))
        lib.fusenet_create.restype = ctypes.c_void_p
        lib.fusenet_create.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
        lib.fusenet_error.restype = ctypes.c_char_p
        lib.fusenet_run.argtypes = [ctypes.c_void_p] * 3
        lib.fusenet_arena_bytes.restype = ctypes.c_longlong
        lib.fusenet_arena_bytes.argtypes = [ctypes.c_void_p]
        lib.fusenet_destroy.argtypes = [ctypes.c_void_p]
        self.name, self.about = f"fusenet, {mode}", "called from C"
        self.library, self.input = lib, numpy.ascontiguousarray(nhwc, numpy.float32)
        self.logits = numpy.zeros(CLASSES, numpy.float32)
        self.handle = lib.fusenet_create(str(weights).encode(), threads, self.MODES[mode])
        if not self.handle:
            raise RuntimeError(lib.fusenet_error().decode())
        self.arena_bytes = lib.fusenet_arena_bytes(self.handle)
        self.arguments = self.handle, self.input.ctypes.data, self.logits.ctypes.data

    def call(self):
        self.library.fusenet_run(*self.arguments)

    def close(self):
        self.library.fusenet_destroy(self.handle)


class OnnxRuntime:
    """ONNX Runtime's CPU provider with all graph optimisations."""

    arena_bytes = None

    def __init__(self, model, nchw, threads, spinning):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", "1" if spinning else "0")
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.name = "ONNX Runtime" if spinning else "ONNX Runtime, no spinning"
        self.about = onnxruntime.__version__
        self.session, self.input, self.logits = session, nchw, numpy.zeros((1, CLASSES), numpy.float32)
        self.binding = session.io_binding()
        for bind, name, array in (
            (self.binding.bind_input, "x", self.input),
            (self.binding.bind_output, "logits", self.logits),
        ):
            bind(name, "cpu", 0, numpy.float32, array.shape, array.ctypes.data)

    def call(self):
        self.session.run_with_iobinding(self.binding)

    def close(self):
        del self.binding, self.session


class OpenVino:
    """OpenVINO's CPU plugin in float32, tuned for latency."""

    arena_bytes = None

    def __init__(self, model, nchw, threads):
        import openvino

        core = openvino.Core()
        compiled = core.compile_model(
            model,
            "CPU",
            {
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": "1",
                # Its default on some processors is bfloat16, which would be another computation.
                "INFERENCE_PRECISION_HINT": "f32",
            },
        )
        self.name, self.about = "OpenVINO", openvino.__version__.split("-")[0]
        self.input, self.logits = nchw, numpy.zeros((1, CLASSES), numpy.float32)
        self.request = compiled.create_infer_request()
        self.request.set_input_tensor(openvino.Tensor(self.input, shared_memory=True))
        self.request.set_output_tensor(openvino.Tensor(self.logits, shared_memory=True))

    def call(self):
        self.request.infer()

    def close(self):
        del self.request


def engines(options, image, threads):
    """Every engine that can be had, with the image (float32 HWC, already scaled) as its input."""
    nhwc = numpy.ascontiguousarray(image[None], numpy.float32)
    nchw = numpy.ascontiguousarray(image.transpose(2, 0, 1)[None], numpy.float32)
    model = str(options.onnx)
    made = [OnnxRuntime(model, nchw, threads, spinning=True), OpenVino(model, nchw, threads)]
    if threads > 1:  # with one thread there is no pool that could spin
        made.append(OnnxRuntime(model, nchw, threads, spinning=False))
    if options.library:
        made += [Fusenet(options.library, options.weights, nhwc, threads, mode) for mode in Fusenet.MODES]
    return made
