#include <fusenet/layers/channel_shuffle.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(channel_shuffle(3), shape::image(2, 2, 6)) == shape::image(2, 2, 6));
static_assert(!complaint(channel_shuffle(4), shape::image(2, 2, 6)).empty());
static_assert(!complaint(channel_shuffle(0), shape::image(2, 2, 6)).empty());

TEST_CASE("channel_shuffle deals the groups out, as torch.nn.ChannelShuffle") {
    CHECK(moved(channel_shuffle(2), shape::vector(6), counted(shape::vector(6))) ==
          std::vector<float>{0, 3, 1, 4, 2, 5});
    CHECK(moved(channel_shuffle(3), shape::vector(6), counted(shape::vector(6))) ==
          std::vector<float>{0, 2, 4, 1, 3, 5});
}
