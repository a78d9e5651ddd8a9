// streamed: the option that a network is run piece by piece of an endless signal.
#pragma once

namespace fusenet {

/// `steps` cells of the input signal at a time; 0: as many as the network says, or none of them streamed.
struct streamed {
    int steps = 0;
    bool on = true;
    constexpr bool operator==(const streamed&) const = default;
};

}  // namespace fusenet
