// joined_cells: the rule of shapes that all joins cell by cell share.
#pragma once

#include <fusenet/core/problem.hpp>

namespace fusenet {

/// The extent of a join cell by cell. A branch of one cell, or a vector, is spread over the whole map.
constexpr shape joined_cells(const char* name, const shape* in, int count, problem& p) {
    if (count < 2) {
        p.say(name, " joins at least two branches, got ", count);
        return in[0];
    }
    shape widest = in[0];
    for (int k = 1; k < count; ++k) {
        const bool more_cells = 1LL * in[k].h * in[k].w > 1LL * widest.h * widest.w;
        if (more_cells || (in[k].size() == widest.size() && in[k].rank > widest.rank)) widest = in[k];
    }
    for (int k = 0; k < count; ++k) {
        const bool spread = in[k].h == 1 && in[k].w == 1 && in[k].c == widest.c;
        if (!(in[k] == widest) && !spread) {
            p.say(name, ": branches have shapes ", in[0], " and ", in[k] == in[0] ? widest : in[k]);
            break;
        }
    }
    return widest;
}

}  // namespace fusenet
