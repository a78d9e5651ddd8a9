// demand: what must hold whatever the bytes are, or the fuzzer has found something.
#pragma once

#include <cstdio>
#include <cstdlib>

inline void demand(bool held, const char* what) {
    if (held) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}
