// expect: library::onednn needs oneDNN 3 or later: link fusenet::onednn.*without CMake define FUSENET_HAS_ONEDNN
// about: options
#undef FUSENET_HAS_ONEDNN  // as in a build without it
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8) | relu();
#ifdef FUSENET_ACCEPT
using model_type = compile<net, library::automatic>;  // oneDNN where it is, our kernels elsewhere
#else
using model_type = compile<net, library::onednn>;
#endif

void answer(std::span<const float> image, std::span<float> scores) { model_type()(image, scores); }
