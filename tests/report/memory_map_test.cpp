#include <fusenet/report/memory_map.hpp>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::has, test::squeezed;

namespace {

constexpr auto added = input(24, 24, 16) | conv<3, 3>(64, {.pad = 1}) |
                       residual(conv<3, 3>(64, {.pad = 1}) | relu() | conv<3, 3>(64, {.pad = 1})) | relu() | flatten() |
                       dense(4);

/// Everything that lies in the arena does so between its ends, and what lives at the same time does not overlap.
void check_memory(const summary& s) {
    struct block {
        long long begin, end;
        int first, last, root;
    };
    std::vector<block> blocks;
    for (int t = 0; t < s.tensors.count(); ++t) {
        const tensor_entry& e = s.tensors[t];
        if (e.offset >= 0) blocks.push_back({e.offset, e.offset + e.bytes(), e.first_nest, e.last_nest, t});
    }
    for (int n = 0; n < s.nests.count(); ++n)
        if (s.nests[n].band_bytes > 0)
            blocks.push_back({s.nests[n].bands_at, s.nests[n].bands_at + s.nests[n].band_bytes, n, n, -1});
    for (const block& a : blocks) {
        CHECK((a.begin >= 0 && a.end <= s.arena));
        for (const block& b : blocks) {
            if (&a == &b || a.first > b.last || b.first > a.last || a.begin >= b.end || b.begin >= a.end) continue;
            CHECK((a.root >= 0 && b.root >= 0));
            CHECK((s.tensors[a.root].takes_place_of == b.root || s.tensors[b.root].takes_place_of == a.root));
        }
    }
}

}  // namespace

TEST_CASE("the map of memory holds every tensor that is stored whole, where the plan put it") {
    using plan_of = planned<test::fire, test::machine>;
    const summary& s = test::summary_of<test::fire>();
    const std::string map = squeezed(memory_map(s));
    INFO(map);
    CHECK(has(map, "\ninput [15x15x32] 28800 the caller's\n"));
    CHECK(has(map, "\noutput [10] 40 the caller's\n"));
    CHECK(has(map,
              words(' ', 4 * plan_of::memory.offset[4], " 36000 slices of channels: 0-15, 16-39; seen as [9000]\n")));
    for (int n = 0; n < s.nests.count(); ++n)
        for (const nest::local& l : s.nests[n].tensors)
            if (l.band()) CHECK(has(map, words("\nt", l.tensor, ' ', s.tensors[l.tensor].is.extent, ' ', n, ' ')));
}

TEST_CASE("what lives at the same time lies apart, unless one takes the other's place") {
    check_memory(test::summary_of<test::stem>());
    check_memory(test::summary_of<test::inverted>());
    check_memory(test::summary_of<test::fire>());
    check_memory(test::summary_of<test::squeeze>());
    check_memory(test::summary_of<test::mean, layer_by_layer>());
    check_memory(test::summary_of<added>());
}

TEST_CASE("a sum in place says whose place it takes") {
    const summary& s = test::summary_of<added>();
    int in_place = 0;
    for (const tensor_entry& e : s.tensors)
        if (e.takes_place_of >= 0) {
            ++in_place;
            CHECK(e.offset == s.tensors[e.takes_place_of].offset);
            CHECK(has(memory_map(s), words("in place of ", s.tensors[e.takes_place_of].name)));
        }
    CHECK(in_place == 1);  // wide convolutions stand alone; the last one adds to what nobody reads afterwards
}
