// Weights that are constexpr arrays in the program, checked by the compiler: exclusive or, as a network.
//
//   x ^ y == relu(x + y) - 2 relu(x + y - 1)
// run:
#include <fusenet.hpp>
#include <fusenet/weights/constants.hpp>
#include <iostream>
#include <vector>

using namespace fusenet;

inline constexpr auto net = input(2) | named("sums", dense(2)) | relu() | named("answer", dense(1));

constexpr float sums_weight[] = {1, 1, 1, 1}, sums_bias[] = {0, -1};
constexpr float answer_weight[] = {1, -2}, answer_bias[] = {0};
constexpr constant_tensor weights[] = {
    {"sums.weight", dims(2, 2), sums_weight},
    {"sums.bias", dims(2), sums_bias},
    {"answer.weight", dims(1, 2), answer_weight},
    {"answer.bias", dims(1), answer_bias},
};
static_assert(constants_match(compile<net>::parameter_table(), weights));

int main() {
    compile<net> model(open_constants(compile<net>::parameter_table(), weights));
    int wrong = 0;
    for (int x : {0, 1})
        for (int y : {0, 1}) {
            const std::vector<float> in{static_cast<float>(x), static_cast<float>(y)};
            std::vector<float> out(1);
            model(in, out);
            std::cout << x << " ^ " << y << " = " << out[0] << '\n';
            if (out[0] != static_cast<float>(x ^ y)) ++wrong;
        }
    return wrong;
}
