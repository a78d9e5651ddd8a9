// expect: a parameter has a name of.*more than 94 letters
// about: names
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | repeat<2>(named("block_of_the_first_part_of_the_network", conv<1, 1>()));
#else
inline constexpr auto net = input(8, 8, 4) |
    repeat<2>(named("block_of_the_first_part_of_the_network_whose_name_has_ninety_four_letters_without_the_number_x",
                    conv<1, 1>()));
#endif
static_assert(planned<net>::output.size() > 0);
