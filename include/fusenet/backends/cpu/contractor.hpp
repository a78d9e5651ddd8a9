// contractor: who computes contractions that stand alone, if not our kernels.
#pragma once

#include <concepts>
#include <fusenet/plan/library_stage.hpp>

namespace fusenet::cpu {

/// A contractor may take whole nests, which it then runs between our parallel regions with threads of its own, for
/// libraries that share work as they please. For stages that the plan gives to library::eigen it is asked for rows
/// instead, by each of our threads: `static void make_rows(const plan::library_stage&, rows made, rows channels,
/// const plan::library_rows&)`, without the steps behind the sums.
template <class T>
concept contractor = requires(const T t, int nest, const plan::library_call& call) {
    { t.takes(nest) } noexcept -> std::convertible_to<bool>;
    { t.run(nest, call) } noexcept;
};

/// Every contraction is ours.
struct own_kernels {
    static constexpr bool takes(int) noexcept { return false; }
    static constexpr void run(int, const plan::library_call&) noexcept {}
};

static_assert(contractor<own_kernels>);

}  // namespace fusenet::cpu
