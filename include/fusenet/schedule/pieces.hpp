// pieces: into how many pieces threads may divide each nest, and whether a network has enough work for several threads.
#pragma once

#include <algorithm>
#include <fusenet/nest/nest.hpp>
#include <fusenet/plan/group.hpp>

namespace fusenet::schedule {

/// For each nest its most pieces; the work of all; and whether so much of it can be divided that threads are called.
template <int Nests>
struct division {
    int most[Nests + 1]{};
    long long work = 0;  // in flops
    bool worth = false;
};

/// Threads may be asleep; to call them must be worth it. In flops.
constexpr long long least_work(const target& machine) { return 16LL * machine.meeting; }

namespace detail {

/// None with less work than it takes threads to meet, none without a row or a panel.
template <int S, int C>
constexpr int most_pieces(const nest::nest<S>& n, const plan::stage_list<C>& list, const plan::nest_range& range,
                          long long work, const target& machine) {
    if (n.shares == plan::split::none) return 1;
    const bool by_channels = n.shares == plan::split::channels;
    const plan::stage& head = list.stages[range.first];
    const int all = by_channels ? list.tensors[head.out].extent.c : n.height();
    const int together = by_channels ? plan::channels_together(list, head, machine) : n.grain();
    const long long parts = (all + together - 1) / together;
    const long long worth = machine.meeting > 0 ? work / machine.meeting : parts;
    return static_cast<int>(std::clamp<long long>(worth, 1, parts));
}

}  // namespace detail

/// How threads divide `nests`, whose loops are `each`. `traffic(n)` is the bytes that cross a nest's border: they count
/// a quarter of what they would if they came from memory, since most lie in a cache.
template <int C, class Traffic, int... Stages>
constexpr auto divide(const plan::stage_list<C>& list, const plan::nest_list<C>& nests, const target& machine,
                      Traffic traffic, const nest::nest<Stages>&... each) {
    division<sizeof...(Stages)> d;
    long long divided = 0;
    int n = 0;
    auto note = [&](const auto& nest) {
        long long work = traffic(n) * machine.balance / 4;
        for (int s = nests.nests[n].first; s < nests.nests[n].end; ++s) work += list.stages[s].flops;
        d.most[n] = detail::most_pieces(nest, list, nests.nests[n], work, machine);
        d.work += work;
        if (d.most[n] > 1) divided += work;
        ++n;
    };
    [[maybe_unused]] const int noted[] = {(note(each), 0)..., 0};  // braces: clang folds at most 256 terms
    d.worth = divided > 0 && divided >= least_work(machine);
    return d;
}

}  // namespace fusenet::schedule
