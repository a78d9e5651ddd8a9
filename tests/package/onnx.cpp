// A consumer that saves an ONNX file, with what fusenet::onnx brings.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/onnx.hpp>

inline constexpr auto net = fusenet::input(4) | fusenet::dense(2);

int main(int argc, char** argv) {
    const fusenet::parameter_set weights(fusenet::described<net>::parameters());
    return argc == 2 && fusenet::try_save_onnx<net>(weights, argv[1]) ? 0 : 1;
}
