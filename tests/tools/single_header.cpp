// What the single header holds beside fusenet.hpp: constants, npy files, the writer of safetensors, the reference.
#include <fusenet.hpp>
#include <iostream>
#include <string>
#include <vector>

using namespace fusenet;

inline constexpr auto net = input(2) | named("sum", dense(1));

constexpr float factors[] = {1, 2}, offset[] = {3};
constexpr constant_tensor constants[] = {{"sum.weight", dims(1, 2), factors}, {"sum.bias", dims(1), offset}};
static_assert(constants_match(compile<net>::parameter_table(), constants));

int main() {
    const parameter_set weights = from_constants(compile<net>::parameter_table(), constants);
    for (const auto& entry : weights) {
        const std::vector<long long> extent(entry.row.extent.d, entry.row.extent.d + entry.row.extent.rank);
        save_npy(std::string(entry.row.name.view()) + ".npy", extent, entry.values);
    }
    save_safetensors("sum.safetensors", weights);
    const parameter_set again = load_npy_folder(".", compile<net>::parameter_table(), {.allow_extra = true});
    const std::vector<float> in{4, 5};
    const double sum = reference::run<net>(again.values().data(), in)[0][0];
    std::cout << sum << '\n';
    return sum == 4 * 1 + 5 * 2 + 3 ? 0 : 1;
}
