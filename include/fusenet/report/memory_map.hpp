// memory_map: who lies where in the arena, and from which nest to which.
#pragma once

#include <fusenet/report/columns.hpp>
#include <fusenet/report/summary.hpp>

namespace fusenet::report {

/// "slices t4 at 0, t5 at 64; seen as [1280]; in place of t3": how others share a root's memory.
inline std::string sharing(const summary& s, int root) {
    std::string slices, views;
    for (int t = 0; t < s.tensors.count(); ++t) {
        const plan::tensor& x = s.tensors[t].is;
        if (t == root || x.storage != root) continue;
        if (x.reshaped) add(views, views.empty() ? "seen as " : ", ", x.extent);
        else if (x.slice)
            add(slices, slices.empty() ? "slices of channels: " : ", ", x.channel, '-', x.channel + x.extent.c - 1);
    }
    std::string all = slices;
    auto next = [&](const std::string& part) {
        if (!part.empty()) add(all, all.empty() ? "" : "; ", part);
    };
    next(views);
    if (s.tensors[root].takes_place_of >= 0)
        next(words("in place of ", s.tensors[s.tensors[root].takes_place_of].name));
    return all;
}

/// Offsets and sizes in bytes, in the order of the nests.
inline std::string memory_map(const summary& s) {
    columns table("lllrrl", {"what", "extent", "nests", "offset", "bytes", ""});
    auto lent = [&](int t) {
        table.row(s.tensors[t].name, s.tensors[t].is.extent, "", "", s.tensors[t].bytes(),
                  words("the caller's", sharing(s, t).empty() ? "" : "; ", sharing(s, t)));
    };
    lent(0);
    for (int n = 0; n < s.nests.count(); ++n) {
        const nest_entry& nest = s.nests[n];
        for (int t = 0; t < nest.tensors.count(); ++t) {
            const nest::local& l = nest.tensors[t];
            if (!l.band()) continue;
            table.row(
                s.tensors[l.tensor].name, s.tensors[l.tensor].is.extent, n, nest.bands_at + 4 * l.offset,
                4 * l.floats(),
                words("band of ", l.rows, " rows", sharing(s, l.tensor).empty() ? "" : "; ", sharing(s, l.tensor)));
        }
        if (nest.partial_bytes > 0)
            table.row("partials", "", n, nest.bands_at + nest.partials_at, nest.partial_bytes, "one for each row");
        const int root = nest.range.result;
        const tensor_entry& made = s.tensors[root];
        if (made.first_nest != n) continue;
        if (made.offset < 0) lent(root);
        else
            table.row(made.name, made.is.extent, made.last_nest > n ? words(n, '-', made.last_nest) : words(n),
                      made.offset, made.bytes(), sharing(s, root));
    }
    return table.print();
}

}  // namespace fusenet::report
