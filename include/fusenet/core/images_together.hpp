// images_together: how many images of a batch pass the layers at a network's end side by side.
#pragma once

namespace fusenet {

/// An option of compile: compile<net, images_together{8}>. In a batch so many images, one after the other, go up to the
/// dense layers at the network's end, and through these together, whose weights are then read once for all of them. The
/// answers are the same, bit for bit. It costs an arena with a place for what each image brings there, and nothing
/// where a network ends otherwise.
struct images_together {
    int count = 1;
    constexpr bool operator==(const images_together&) const = default;
};

}  // namespace fusenet
