// C functions around EfficientNet-Lite0, by which another language runs it in its own process.
// needs: json
#include <exception>
#include <fusenet/compile.hpp>
#include <fusenet/networks/efficientnet_lite.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <memory>
#include <span>
#include <string>

namespace {

using fusenet::networks::efficientnet_lite0;

struct engine {
    virtual ~engine() = default;
    virtual void run(const float* in, float* out) = 0;
    virtual long long arena_bytes() const = 0;
};

template <class Model>
class engine_of final : public engine {
public:
    engine_of(const std::string& weights, int threads) : model_(weights) { model_.threads(threads); }

    void run(const float* in, float* out) override {
        model_(std::span(in, static_cast<std::size_t>(Model::input_size)),
               std::span(out, static_cast<std::size_t>(Model::output_size)));
    }
    long long arena_bytes() const override { return Model::arena_bytes_for(model_.threads()); }

private:
    Model model_;
};

using fused = engine_of<fusenet::compile<efficientnet_lite0>>;
using fused_for_two = engine_of<fusenet::compile<efficientnet_lite0, fusenet::target{.cores = 2}>>;
using layers = engine_of<fusenet::compile<efficientnet_lite0, fusenet::layer_by_layer>>;

std::string last_error;

}  // namespace

extern "C" {

/// mode 0: fused, 1: layer by layer. Null if that failed; fusenet_error() says why.
engine* fusenet_create(const char* weights, int threads, int mode) try {
    if (mode == 0 && threads > 1) return std::make_unique<fused_for_two>(weights, threads).release();
    if (mode == 0) return std::make_unique<fused>(weights, threads).release();
    if (mode == 1) return std::make_unique<layers>(weights, threads).release();
    last_error = "mode: expected 0 or 1, found " + std::to_string(mode);
    return nullptr;
} catch (const std::exception& error) {
    last_error = error.what();
    return nullptr;
}

const char* fusenet_error() { return last_error.c_str(); }

/// One image of 224 x 224 x 3 floats, NHWC; 1000 logits.
void fusenet_run(engine* made, const float* nhwc, float* logits) { made->run(nhwc, logits); }

long long fusenet_arena_bytes(const engine* made) { return made->arena_bytes(); }

void fusenet_destroy(engine* made) { delete made; }
}
