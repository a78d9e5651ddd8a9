// accuracy: what may be lost for speed.
#pragma once

namespace fusenet {

/// An option of compile. `usual` allows fast algorithms for convolutions: Winograd's F(4) loses about three bits beside
/// a sum in fp32, Strassen's products one (docs/architecture.md has figures). Both add neighbouring cells
/// before they multiply: an error is relative to the largest of those, and what is infinite or no number spreads to
/// them. `exact` sums every product as the layer says.
enum class accuracy : unsigned char { usual, exact };

}  // namespace fusenet
