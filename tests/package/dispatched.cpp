// A consumer whose program holds a model for each instruction set of its processors.
#include "dispatched.hpp"

#include <cmath>
#include <fusenet/dispatch.hpp>
#include <iostream>
#include <vector>

int main() {
    using model_type = fusenet::dispatched<fusenet::compile<net>>;
    fusenet::parameter_set weights = model_type::parameters();
    for (float& w : weights["conv_0.weight"]) w = 1.0f / 27;
    weights["conv_0.bias"][1] = 2;
    int right = 0;
    for (const fusenet::instruction_set set : model_type::sets()) {
        if (!model_type::runs(set)) continue;
        model_type model(set);
        model.load(weights);
        const std::vector<float> image(4 * 4 * 3, 0.5f);
        std::vector<float> answer(2);
        model(image, answer);
        std::cout << fusenet::name_of(set) << ": " << answer[0] << ' ' << answer[1] << '\n';
        if (std::abs(answer[0] - 0.5f) > 1e-5f || std::abs(answer[1] - 2.5f) > 1e-5f) return 1;
        ++right;
    }
    return right > 0 ? 0 : 1;
}
