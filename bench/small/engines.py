"""The engines that are compared: libraries behind the C functions of engine.cpp, and ONNX Runtime by its Python."""
import ctypes
import json
import time

import numpy


class Library:
    """A case of one engine's library."""

    def __init__(self, path, task):
        self.lib = ctypes.CDLL(str(path))
        self.lib.small_make.restype, self.lib.small_make.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
        self.lib.small_error.restype = ctypes.c_char_p
        arguments = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_longlong]
        self.lib.small_run.argtypes = arguments
        self.lib.small_time.restype, self.lib.small_time.argtypes = ctypes.c_double, [*arguments, ctypes.c_longlong]
        for function in (self.lib.small_reset, self.lib.small_delete):
            function.argtypes = [ctypes.c_void_p]
        self.made = self.lib.small_make(json.dumps(task).encode())
        if not self.made:
            raise RuntimeError(self.lib.small_error().decode())

    def reset(self):
        self.lib.small_reset(self.made)

    def run(self, given, answers, pieces):
        self.lib.small_run(self.made, given.ctypes.data, answers.ctypes.data, pieces)

    def time(self, given, answers, pieces, calls):
        """Nanoseconds of so many calls."""
        return self.lib.small_time(self.made, given.ctypes.data, answers.ctypes.data, pieces, calls)

    def close(self):
        self.lib.small_delete(self.made)


class OnnxRuntimeFromPython:
    """ONNX Runtime where there are no headers: bound tensors, and what a call of an empty model takes is subtracted."""

    def __init__(self, task, empty):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.make = lambda path: onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.session, self.context, self.turn = self.make(task["onnx"]), task["context"], 0
        self.input = numpy.zeros(task["input"], numpy.float32)
        self.answer = numpy.zeros(task["answer"], numpy.float32)
        states = [[numpy.zeros(task["state"], numpy.float32) for _ in range(2)] for _ in task["outputs"][1:]]
        self.states = states
        names = task["inputs"][1 : 1 + len(states)]
        rate = numpy.array(16000, numpy.int64)
        self.bindings = []
        for k in range(2):
            binding = self.session.io_binding()
            bind(binding.bind_input, task["inputs"][0], self.input)
            bind(binding.bind_output, task["outputs"][0], self.answer)
            for name, output, pair in zip(names, task["outputs"][1:], states):
                bind(binding.bind_input, name, pair[k])
                bind(binding.bind_output, output, pair[1 - k])
            if len(task["inputs"]) > 1 + len(states):
                binding.bind_cpu_input(task["inputs"][-1], rate)
            self.bindings.append(binding)
        self.empty = self.make(empty)
        self.nothing = self.empty.io_binding()
        self.little = numpy.zeros([2, 1], numpy.float32)
        bind(self.nothing.bind_input, "input", self.little[0])
        bind(self.nothing.bind_output, "output", self.little[1])

    def reset(self):
        self.input[:] = 0
        for pair in self.states:
            for one in pair:
                one[:] = 0

    def call(self):
        self.session.run_with_iobinding(self.bindings[self.turn])
        self.turn ^= 1

    def run(self, given, answers, pieces):
        seen = self.input.reshape(-1)
        fresh = seen.size - self.context
        for k in range(pieces):
            seen[: self.context] = seen[seen.size - self.context :].copy()
            seen[self.context :] = given.reshape(-1)[k * fresh : (k + 1) * fresh]
            self.call()
            answers.reshape(-1)[k * self.answer.size : (k + 1) * self.answer.size] = self.answer.reshape(-1)

    def time(self, given, answers, pieces, calls):
        self.run(given, answers, pieces)
        start = time.perf_counter_ns()
        for _ in range(calls * pieces):
            self.call()
        between = time.perf_counter_ns()
        for _ in range(calls * pieces):
            self.empty.run_with_iobinding(self.nothing)
        return 2 * between - start - time.perf_counter_ns()

    def close(self):
        pass


def bind(function, name, array):
    function(name, "cpu", 0, numpy.float32, array.shape, array.ctypes.data)
