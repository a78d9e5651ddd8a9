// expect: a parameter has a name of.*more than 94 letters
// about: names
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | named("the_only_stem_of_this_network_which_reads_the_image", conv<1, 1>());
#else
inline constexpr auto net = input(8, 8, 4) |
    named("the_only_stem_of_this_network_which_reads_the_image_and_makes_of_it_what_all_layers_behind_it_will_read",
          conv<1, 1>());
#endif
static_assert(planned<net>::output.size() > 0);
