// Prints, bit by bit, what a network answers to seeded images: the same on every device, compared by check.py.
#include <bit>
#include <cstdint>

#include "networks.hpp"
#include WEIGHTS_HEADER

#if defined(__arm__) && !defined(__linux__)
#include "semihosting.hpp"
#else
#include <cstdio>
static void say(const char* text) { std::fputs(text, stdout); }
#endif

using model_type = fusenet::static_model<embedded::NETWORK>;

#ifdef TAKES_BLOB
extern "C" const std::byte network_weights[], network_weights_end[];
static model_type model;
#else
static model_type model(network_weights);
#endif

static float image[model_type::input_size], answer[model_type::output_size];

static void print(float value) {
    char line[10];
    auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 7; i >= 0; --i, bits >>= 4) line[i] = "0123456789abcdef"[bits & 15u];
    line[8] = '\n', line[9] = 0;
    say(line);
}

int main() {
#ifdef TAKES_BLOB
    if (const char* why = model.take({network_weights, network_weights_end})) {
        say(why);
        return 1;
    }
#endif
    std::uint32_t seed = 1;
    for (int run = 0; run < 2; ++run) {
        for (float& x : image) {
            seed = seed * 1664525u + 1013904223u;
            x = static_cast<float>(seed >> 8) * 0x1p-23f - 1;
        }
        model(image, answer);
        for (const float x : answer) print(x);
    }
    return 0;
}
