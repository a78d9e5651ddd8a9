// Runs one network on a Cortex-M under QEMU and prints how many instructions and how much stack it takes, and what it
// answers. With `-icount shift=0` an instruction is a nanosecond, and the timer counts those.
#include <cstdint>

#include "semihosting.hpp"

extern "C" void network(const float* in, float* out);
extern "C" std::uint32_t stack_top;

static float image[INPUTS], answer[OUTPUTS];

static volatile std::uint32_t& word(std::uintptr_t address) { return *reinterpret_cast<volatile std::uint32_t*>(address); }
static volatile std::uint32_t& control = word(0xE000E010);
static volatile std::uint32_t& reload = word(0xE000E014);
static volatile std::uint32_t& current = word(0xE000E018);

static void print(const char* name, long long value) {
    char line[24];
    char* at = line + sizeof line;
    *--at = 0;
    *--at = '\n';
    do *--at = static_cast<char>('0' + value % 10), value /= 10;
    while (value > 0);
    say(name);
    say(" ");
    say(at);
}

/// Instructions: of one call, in steps of those that a tick of the timer takes.
static long long instructions() {
    constexpr long long in_a_tick = 1'000'000'000 / CLOCK;
    reload = 0xffffff;
    current = 0;
    control = 5;  // on, by the processor's clock
    const std::uint32_t before = current;
    network(image, answer);
    const std::uint32_t after = current;
    if (control >> 16 & 1) say("the timer wrapped\n");
    return in_a_tick * ((before - after) & 0xffffff);
}

/// Bytes of stack below this call's.
static long long stack() {
    constexpr std::uint32_t paint = 0xa5a5a5a5, words = 4096;
    volatile std::uint32_t here = 0;
    auto* const top = const_cast<std::uint32_t*>(&here);
    for (std::uint32_t i = 16; i < words; ++i) *(static_cast<volatile std::uint32_t*>(top) - i) = paint;
    network(image, answer);
    std::uint32_t deepest = words - 1;
    while (deepest > 16 && *(static_cast<volatile std::uint32_t*>(top) - deepest) == paint) --deepest;
    return deepest * 4;
}

int main() {
    std::uint32_t seed = 1;
    for (float& x : image) {
        seed = seed * 1664525u + 1013904223u;
        x = static_cast<float>(seed >> 8) * 0x1p-23f - 1;
    }
    print("instructions", instructions());
    print("stack", stack());
    float sum = 0;
    for (int i = 0; i < OUTPUTS; ++i) sum += answer[i] < 0 ? -answer[i] : answer[i];
    print("answers_per_million", static_cast<long long>(sum * 1e6f / OUTPUTS));
    return 0;
}
