// recurrence: what planning and kernels know of a layer that goes through a signal cell by cell.
#pragma once

namespace fusenet {

/// A step makes, for each of `units`, `gates` sums of products with the step's input and with the answer before, from
/// these the unit's answer, and values that it keeps for the next step.
struct recurrence_facts {
    int units = 0;
    int answer = 0;    // channels that leave, and are fed back: `units`, or others that a matrix makes of them
    int gates = 0;
    int late = 0;      // so many last gates read what hands_on() makes of the others in place of the answer before
    int apart = 0;     // so many last gates have their products with the answer before in sums of their own
    int kept = 0;      // values of each unit that outlive a step beside the answer
    int operands = 0;  // parameters of each unit that the arithmetic takes
    bool bias = true;  // each gate has two: of its products with the input, and with the answer before
    bool projects = false;  // a matrix makes the answer of the units
    bool reversed = false;  // from the signal's end to its beginning
    bool last = false;      // only the last answer leaves, as a vector
    bool summed = false;    // planning: another stage made the products with all inputs

    /// Sums that the arithmetic gets: of each gate, then the separate ones.
    constexpr int sums() const { return gates + apart; }
    /// Gates that read the answer before.
    constexpr int early() const { return gates - late; }

    constexpr bool operator==(const recurrence_facts&) const = default;
};

}  // namespace fusenet
