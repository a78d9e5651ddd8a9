// expect: library::eigen needs #include <fusenet/eigen.hpp>
// about: options
// needs: eigen
#ifdef FUSENET_ACCEPT
#include <fusenet/eigen.hpp>
#endif
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8) | relu();

void answer(std::span<const float> image, std::span<float> scores) { compile<net, library::eigen>()(image, scores); }
