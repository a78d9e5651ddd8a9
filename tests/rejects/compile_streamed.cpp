// expect: is an option of stream<net>
// about: options
#include <fusenet/compile.hpp>
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/stream.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8) | lstm(4);

#ifdef FUSENET_ACCEPT
using model = stream<net, streamed{1}>;
#else
using model = compile<net, streamed{1}>;
#endif
static_assert(model::output.size() > 0);
