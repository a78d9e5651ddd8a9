// Prints how many bytes of stack one call of a network touches: those of a painted stretch that changed colour.
#include <cstdint>

#include "semihosting.hpp"

extern "C" void run(const float* weights, const float* in, float* const* out, float* arena, float* state);

// As large as any of these networks needs.
static const float weights[65536]{};
static float image[4096], answer[1024], arena[16384], state[1024];

int main() {
    constexpr std::uint32_t paint = 0xa5a5a5a5, most = 2048;
    float* const out[] = {answer};
    volatile std::uint32_t* below;
    asm volatile("mov %0, sp" : "=r"(below));
    for (std::uint32_t i = 1; i <= most; ++i) *(below - i) = paint;  // main calls nothing here: below it the stack is free
    run(weights, image, out, arena, state);
    std::uint32_t deepest = most;
    while (deepest > 0 && *(below - deepest) == paint) --deepest;
    char line[12];
    char* at = line + sizeof line;
    *--at = 0;
    *--at = '\n';
    std::uint32_t bytes = deepest * 4;
    do *--at = static_cast<char>('0' + bytes % 10), bytes /= 10;
    while (bytes > 0);
    say(at);
    return deepest == most;  // then the stretch was too short
}
