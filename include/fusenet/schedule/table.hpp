// table: how the table of a lookup is packed.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/core/weight_storage.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::schedule {

/// Row behind row, then a row of zeros for cells that ask for none, and room for a whole vector from any value on.
struct table_form {
    int rows = 0, channels = 0;
    int behind = 16;  // values
    weight_storage stored = weight_storage::float32;

    constexpr long long values() const { return 1LL * rows * channels; }
    /// The memory that they take, in floats.
    constexpr long long floats() const { return ((values() + channels + behind) * bytes_of(stored) + 3) / 4; }

    constexpr bool operator==(const table_form&) const = default;
};

/// `s` is the stage of a lookup, `n` its node.
constexpr table_form table_form_of(const ir_node& n, const plan::stage& s, const target& machine) {
    return {static_cast<int>(n.is.weights / n.out.c), n.out.c, machine.lanes == 1 ? 0 : 16, s.stored};
}

}  // namespace fusenet::schedule
