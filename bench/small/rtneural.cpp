// RTNeural's side of the comparison: its networks of sizes known when they are compiled, with weights by its own
// reader of PyTorch's names.
#include <RTNeural/RTNeural.h>

#include <cstring>
#include <fstream>
#include <stdexcept>

#include "engine.hpp"

namespace {

using namespace RTNeural;
namespace from_torch = RTNeural::torch_helpers;
using nlohmann::json;

template <int In, class... Layers>
struct model final : small::running {
    ModelT<float, In, 1, Layers...> network;

    explicit model(const json& weights) {
        load(weights, std::index_sequence_for<Layers...>());
        network.reset();
    }
    void run(const float* in, float* out, long long samples) override {
        for (long long k = 0; k < samples; ++k, in += In) {
            if constexpr (In == 1 || In * sizeof(float) % RTNEURAL_DEFAULT_ALIGNMENT == 0) {
                out[k] = network.forward(in);
            } else {
                alignas(RTNEURAL_DEFAULT_ALIGNMENT) float x[In];
                std::memcpy(x, in, sizeof x);
                out[k] = network.forward(x);
            }
        }
    }
    void reset() override { network.reset(); }

private:
    int lstms_ = 0, grus_ = 0, denses_ = 0, convs_ = 0;  // so many were loaded

    template <std::size_t... K>
    void load(const json& weights, std::index_sequence<K...>) {
        (load_layer(weights, network.template get<static_cast<int>(K)>()), ...);
    }
    static std::string path(const char* kind, int& number) { return kind + std::to_string(number++) + "."; }

    template <int I, int O>
    void load_layer(const json& weights, LSTMLayerT<float, I, O>& layer) {
        from_torch::loadLSTM<float>(weights, path("lstm_", lstms_), layer);
    }
    template <int I, int O>
    void load_layer(const json& weights, GRULayerT<float, I, O>& layer) {
        from_torch::loadGRU<float>(weights, path("gru_", grus_), layer);
    }
    template <int I, int O>
    void load_layer(const json& weights, DenseT<float, I, O>& layer) {
        from_torch::loadDense<float>(weights, path("dense_", denses_), layer);
    }
    template <int I, int O, int K, int D>
    void load_layer(const json& weights, Conv1DT<float, I, O, K, D>& layer) {
        from_torch::loadConv1D<float>(weights, path("conv_", convs_), layer);
    }
    void load_layer(const json&, ...) {}
};

template <int N>
using tanhs = TanhActivationT<float, N>;
template <int N>
using relus = ReLuActivationT<float, N>;
template <int I, int O>
using dense = DenseT<float, I, O>;

}  // namespace

std::unique_ptr<small::running> small::make(const std::string& text) {
    const json task = json::parse(text);
    const std::string name = task.at("case");
    std::ifstream file(task.at("weights").get<std::string>());
    const json weights = json::parse(file);
    const auto made = [&]<class Model>() { return std::make_unique<Model>(weights); };
    if (name == "lstm_8_32") return made.operator()<model<8, LSTMLayerT<float, 8, 32>, dense<32, 1>>>();
    if (name == "lstm_1_16") return made.operator()<model<1, LSTMLayerT<float, 1, 16>, dense<16, 1>>>();
    if (name == "lstm_1_40") return made.operator()<model<1, LSTMLayerT<float, 1, 40>, dense<40, 1>>>();
    if (name == "gru_8_32") return made.operator()<model<8, GRULayerT<float, 8, 32>, dense<32, 1>>>();
    if (name == "gru_1_8") return made.operator()<model<1, GRULayerT<float, 1, 8>, dense<8, 1>>>();
    if (name == "mlp_8_32_32_1")
        return made.operator()<model<8, dense<8, 32>, tanhs<32>, dense<32, 32>, tanhs<32>, dense<32, 1>>>();
    if (name == "mlp_8_64_64_1")
        return made.operator()<model<8, dense<8, 64>, relus<64>, dense<64, 64>, relus<64>, dense<64, 1>>>();
    if (name == "conv_1_2_4")
        return made.operator()<model<1, Conv1DT<float, 1, 8, 3, 1>, tanhs<8>, Conv1DT<float, 8, 8, 3, 2>, tanhs<8>,
                                     Conv1DT<float, 8, 8, 3, 4>, tanhs<8>, dense<8, 1>>>();
    throw std::runtime_error("no case " + name);
}
