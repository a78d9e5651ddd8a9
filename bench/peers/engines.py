"""The engines that are compared: each loads one network's files, and `call()` runs one batch.

All get the same weights, the same images, and memory that was allocated before; afterwards `outputs()` holds what
they made, images first, channels before rows and columns.
"""
import ctypes
import importlib

import numpy


class Fusenet:
    """A network that was compiled in, behind the C functions of fusenet_c.cpp."""

    name = "fusenet"
    modes = {"fusenet": "fused", "fusenet, layer by layer": "layers", "oneDNN, layer by layer": "onednn"}

    def __init__(self, files, images, threads, name="fusenet"):
        self.name = name
        lib = self.library = ctypes.CDLL(str(files.library(library_mode(name, threads)).resolve()))
        lib.fusenet_create.restype = ctypes.c_void_p
        lib.fusenet_create.argtypes = [ctypes.c_char_p, ctypes.c_int]
        lib.fusenet_error.restype = ctypes.c_char_p
        lib.fusenet_run.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_longlong]
        lib.fusenet_destroy.argtypes = [ctypes.c_void_p]
        for ask in (lib.fusenet_arena_bytes, lib.fusenet_library_stages):
            ask.restype, ask.argtypes = ctypes.c_longlong, [ctypes.c_void_p]
        lib.fusenet_weight_bytes.restype = ctypes.c_longlong
        self.about = "called from C"
        self.input = numpy.ascontiguousarray(images.transpose(0, 2, 3, 1))
        extents = [(*out["extent"][1:], out["extent"][0]) for out in files.facts["outputs"]]
        self.out = [numpy.zeros((len(images), *extent), numpy.float32) for extent in extents]
        self.handle = lib.fusenet_create(str(files.weights).encode(), threads)
        if not self.handle:
            raise RuntimeError(lib.fusenet_error().decode())
        pointers = (ctypes.c_void_p * len(self.out))(*(out.ctypes.data for out in self.out))
        self.arguments = self.handle, self.input.ctypes.data, pointers, len(images)

    def call(self):
        self.library.fusenet_run(*self.arguments)

    def outputs(self):
        return [numpy.moveaxis(out, -1, 1) for out in self.out]

    def facts(self):
        lib = self.library
        return {
            "arena_bytes": lib.fusenet_arena_bytes(self.handle),
            "weight_bytes": lib.fusenet_weight_bytes(),
            "library_stages": lib.fusenet_library_stages(self.handle),
        }

    def close(self):
        self.library.fusenet_destroy(self.handle)


def library_mode(name, threads):
    """Which of a network's libraries an engine's name and threads ask for."""
    mode = Fusenet.modes[name]
    return "pair" if mode == "fused" and threads > 1 else mode


class Peer:
    """What the other engines share."""

    def facts(self):
        return {}

    def close(self):
        for attribute in list(vars(self)):
            if attribute not in ("name", "about"):
                delattr(self, attribute)


class OnnxRuntime(Peer):
    """ONNX Runtime's CPU provider with all graph optimisations."""

    name, modules = "ONNX Runtime", ("onnxruntime",)
    spinning = "1"

    def __init__(self, files, images, threads):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", self.spinning)
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(files.onnx), options, providers=["CPUExecutionProvider"])
        self.about, self.input = onnxruntime.__version__, images
        self.binding = self.session.io_binding()
        self.bind(self.binding.bind_input, self.session.get_inputs()[0].name, images)
        self.out = [numpy.zeros((len(images), *out["extent"]), numpy.float32) for out in files.facts["outputs"]]
        for put, out in zip(self.session.get_outputs(), self.out):
            self.bind(self.binding.bind_output, put.name, out)

    @staticmethod
    def bind(function, name, array):
        function(name, "cpu", 0, numpy.float32, array.shape, array.ctypes.data)

    def call(self):
        self.session.run_with_iobinding(self.binding)

    def outputs(self):
        return self.out


class OnnxRuntimeNoSpinning(OnnxRuntime):
    name = "ONNX Runtime, no spinning"
    spinning = "0"


class OpenVino(Peer):
    """OpenVINO's CPU plugin in float32, tuned for latency."""

    name, modules = "OpenVINO", ("openvino",)

    def __init__(self, files, images, threads):
        import openvino

        core = openvino.Core()
        model = core.read_model(str(files.onnx))
        model.reshape(list(images.shape))
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
        self.about = openvino.__version__.split("-")[0]
        self.input = images
        self.request = compiled.create_infer_request()
        self.request.set_input_tensor(openvino.Tensor(self.input, shared_memory=True))
        self.out = [numpy.zeros(tuple(put.shape), numpy.float32) for put in compiled.outputs]
        for k, out in enumerate(self.out):
            self.request.set_output_tensor(k, openvino.Tensor(out, shared_memory=True))

    def call(self):
        self.request.infer()

    def outputs(self):
        return self.out


class Mnn(Peer):
    """MNN's session in float32; images are copied in and answers copied out, a hundredth of a millisecond."""

    name, modules = "MNN", ("MNN",)

    def __init__(self, files, images, threads):
        import MNN

        self.about = MNN.version()
        self.engine = MNN.Interpreter(str(files.mnn))
        self.session = self.engine.createSession({"backend": "CPU", "numThread": threads, "precision": "high"})
        self.input = self.engine.getSessionInput(self.session)
        self.engine.resizeTensor(self.input, images.shape)
        self.engine.resizeSession(self.session)
        self.images = self.host(MNN, images.shape, images)
        self.results = [self.engine.getSessionOutput(self.session, name) for name in files.output_names]
        self.out = [self.host(MNN, out.getShape(), numpy.zeros(out.getShape(), numpy.float32)) for out in self.results]

    @staticmethod
    def host(mnn, extent, values):
        return mnn.Tensor(extent, mnn.Halide_Type_Float, values, mnn.Tensor_DimensionType_Caffe)

    def call(self):
        self.input.copyFrom(self.images)
        self.engine.runSession(self.session)
        for result, out in zip(self.results, self.out):
            result.copyToHostTensor(out)

    def outputs(self):
        return [out.getNumpyData() for out in self.out]


class Ncnn(Peer):
    """ncnn in float32 with its own choices otherwise; it has no batches, so images go one by one."""

    name, modules = "ncnn", ("ncnn",)

    def __init__(self, files, images, threads):
        import ncnn

        self.about = ncnn.__version__
        self.net = ncnn.Net()
        self.net.opt.num_threads = threads
        for half in ("fp16_packed", "fp16_storage", "fp16_arithmetic", "bf16_packed", "bf16_storage"):
            if hasattr(self.net.opt, f"use_{half}"):
                setattr(self.net.opt, f"use_{half}", False)
        if self.net.load_param(str(files.ncnn_param)) or self.net.load_model(str(files.ncnn_bin)):
            raise RuntimeError("ncnn does not load its own file")
        self.images, self.count = images, len(files.output_names)
        self.mats = [ncnn.Mat(image) for image in images]
        self.out = []

    def call(self):
        made = []
        for mat in self.mats:
            extractor = self.net.create_extractor()
            extractor.input("in0", mat)
            made.append([extractor.extract(f"out{k}")[1] for k in range(self.count)])
        self.out = made

    def outputs(self):
        return [numpy.stack([numpy.array(image[k]) for image in self.out]) for k in range(self.count)]


PEERS = {peer.name: peer for peer in (OnnxRuntime, OnnxRuntimeNoSpinning, OpenVino, Mnn, Ncnn)}
SHORT = {  # on the command line
    "fusenet": "fusenet",
    "ort": "ONNX Runtime",
    "ort-idle": "ONNX Runtime, no spinning",
    "openvino": "OpenVINO",
    "mnn": "MNN",
    "ncnn": "ncnn",
    "layers": "fusenet, layer by layer",
    "onednn": "oneDNN, layer by layer",
}
assert set(SHORT.values()) == {*PEERS, *Fusenet.modes}


def bring(name, files, threads):
    """Brings the engine's code into this process, but no network."""
    if name in PEERS:
        for module in PEERS[name].modules:
            importlib.import_module(module)
    else:
        ctypes.CDLL(str(files.library(library_mode(name, threads)).resolve()))


def make(name, files, images, threads):
    if name in PEERS:
        return PEERS[name](files, images, threads)
    return Fusenet(files, images, threads, name)
