// A network as an ONNX file that other engines run, a layer of one's own included.
// needs: onnx
// run: gated.onnx
#include <fusenet.hpp>
#include <fusenet/onnx.hpp>
#include <iostream>

using namespace fusenet;

/// x * max(x, 0), and how ONNX says it.
struct squared_relu {
    static constexpr const char* name = "squared_relu";

    template <class V>
    constexpr V operator()(V x) const {
        return x * max(x, V(0));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Mul", to.input(), to.op("Relu", to.input()));
    }
};

inline constexpr auto gated = input(32, 32, 3) | named("stem", conv<3, 3>(16, {.pad = 1})) | squared_relu() |
                              maxpool<2>() | flatten() | named("head", dense(10)) | softmax();

int main(int argc, char** argv) {
    const std::string path = argc > 1 ? argv[1] : "gated.onnx";
    parameter_set weights = compile<gated>::parameters();
    weights.randomise(1);
    save_onnx<gated>(weights, path);  // [batch x 3 x 32 x 32] to [batch x 10]
    std::cout << path << '\n';
}
