// library: who computes the contractions that stand alone.
#pragma once

#include <fusenet/core/features.hpp>

namespace fusenet {

/// An option of compile. A contraction that is a nest of its own may be computed by a library instead of our kernels:
/// compile<net, library::onednn>. What the library does not know, or knows only slowly, stays with our kernels.
///
/// `none` is the default, because our kernels are as fast, allocate nothing while they run, and give the same bits for
/// every number of threads; a library promises neither of the two. `automatic` is oneDNN for compute-bound
/// convolutions with a window that our tiles do not take, where oneDNN is compiled in, and `none` elsewhere.
enum class library : unsigned char { none, onednn, eigen, automatic };

namespace detail {

constexpr bool has_onednn() {
#if FUSENET_HAS_ONEDNN
    return true;
#else
    return false;
#endif
}

}  // namespace detail

/// What `automatic` means in this build.
constexpr library resolved(library l) {
    if (l != library::automatic) return l;
    return detail::has_onednn() ? library::onednn : library::none;
}

}  // namespace fusenet
