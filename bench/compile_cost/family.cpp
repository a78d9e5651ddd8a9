// Thirty-two sizes of one network in a program, of which a file chooses one.
#include <fusenet.hpp>
#include <fusenet/one_of.hpp>
#include <utility>

template <int Units>
inline constexpr auto amp = fusenet::input(1, 1) | fusenet::lstm(Units) | fusenet::dense(1);

template <class Sizes>
struct family;
template <int... Units>
struct family<std::integer_sequence<int, Units...>> {
    using type = fusenet::one_of<fusenet::stream<amp<Units + 1>>...>;
};
using any_amp = family<std::make_integer_sequence<int, 32>>::type;

void run(any_amp& model, const char* path, std::span<const float> in, std::span<float> out) {
    model.load(path);
    model.step(in, out);
}
