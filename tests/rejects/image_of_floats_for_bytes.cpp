// expect: this network reads bytes and was given floats
// about: network
#include <cstdint>
#include <fusenet/compile.hpp>
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers.hpp>
#include <vector>

using namespace fusenet;

std::vector<float> made(8 * 8 * 3);

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 3, {.type = element::uint8}) | relu();
void answer(compile<net>& model, const std::vector<std::uint8_t>& image) { model(image, made); }
#else
inline constexpr auto net = input(8, 8, 3, {.type = element::uint8}) | relu();
void answer(compile<net>& model, const std::vector<float>& image) { model(image, made); }
#endif
