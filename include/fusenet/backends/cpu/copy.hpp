// copy: rows of a map into another, through the epilogue.
#pragma once

#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet::cpu {

/// Rows of a copy, channels `part` of them: the epilogue alone, cell by cell.
template <class Epilogue>
[[gnu::noinline]] void copy(view in, rows made, rows part, const Epilogue e) {
    const long long first = static_cast<long long>(made.first) * e.out.w, end = static_cast<long long>(made.end) * e.out.w;
    for (long long cell = first; cell < end; ++cell) {
        const auto to = e.at(cell, 1);
        const float* p = in.p + cell * in.pitch;
        int c = part.first;
        for (; c + lanes <= part.end; c += lanes) to.template put<false>(load(p + c), 0, c);
        if (c < part.end) to.template put<true>(load_some(p + c, part.end - c), 0, c, part.end - c);
    }
}
template <class Epilogue>
void copy(view in, rows made, const Epilogue& e) {
    copy(in, made, {0, in.c}, e);
}

}  // namespace fusenet::cpu
