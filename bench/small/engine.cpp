// An engine's C functions: to make a case, to run it, and to time it in a plain loop.
#include "engine.hpp"

#include <chrono>
#include <exception>

namespace {
std::string last_error;
}

extern "C" {

/// Null if that failed; small_error() says why.
[[gnu::visibility("default")]] small::running* small_make(const char* task) try {
    return small::make(task).release();
} catch (const std::exception& error) {
    last_error = error.what();
    return nullptr;
}
[[gnu::visibility("default")]] const char* small_error() { return last_error.c_str(); }

[[gnu::visibility("default")]] void small_run(small::running* made, const float* in, float* out, long long pieces) {
    made->run(in, out, pieces);
}
[[gnu::visibility("default")]] void small_reset(small::running* made) { made->reset(); }

/// Nanoseconds of so many calls with `pieces` pieces each, all of the same input.
[[gnu::visibility("default")]] double small_time(small::running* made, const float* in, float* out, long long pieces,
                                                 long long calls) {
    const auto start = std::chrono::steady_clock::now();
    for (long long k = 0; k < calls; ++k) made->run(in, out, pieces);
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

[[gnu::visibility("default")]] void small_delete(small::running* made) { delete made; }
}
