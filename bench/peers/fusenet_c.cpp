// C functions around one network, by which another language runs it in its own process. network.hpp is written by CMake
// for each network and way of running: it includes the network's header and names `model`.
// needs: json
#include <exception>
#include <fusenet/compile.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <memory>
#include <network.hpp>
#include <span>
#include <string>
#include <utility>

namespace {

std::string last_error;

template <std::size_t... K>
void run(model& made, const float* in, float* const* out, std::size_t images, std::index_sequence<K...>) {
    made(std::span(in, images * static_cast<std::size_t>(model::input_size)),
         std::span(out[K], images * static_cast<std::size_t>(model::output_at(K).size()))...);
}

}  // namespace

extern "C" {

/// Null if that failed; fusenet_error() says why.
model* fusenet_create(const char* weights, int threads) try {
    auto made = std::make_unique<model>(weights);
    made->threads(threads);
    return made.release();
} catch (const std::exception& error) {
    last_error = error.what();
    return nullptr;
}

const char* fusenet_error() { return last_error.c_str(); }

/// Images NHWC, one behind the other; an output's answers likewise.
void fusenet_run(model* made, const float* in, float* const* out, long long images) {
    run(*made, in, out, static_cast<std::size_t>(images), std::make_index_sequence<model::output_count>());
}

long long fusenet_arena_bytes(const model* made) { return made->working_bytes(); }
long long fusenet_weight_bytes() { return model::weight_bytes; }
/// How many stages a library computes, rather than our kernels.
long long fusenet_library_stages(const model* made) { return made->library_stages(); }

void fusenet_destroy(model* made) { delete made; }
}
