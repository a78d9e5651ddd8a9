// A consumer whose program holds a model for each instruction set of its processors.
#include "keyword.hpp"
#include <fusenet/dispatch.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <vector>

int main() {
    using keyword_model = fusenet::dispatched<fusenet::compile<keyword>>;
    fusenet::parameter_set weights = keyword_model::parameters();
    weights.randomise(1);
    const std::vector<float> sound(keyword_model::input_size, 0.5f);
    std::vector<float> scores(keyword_model::output_size);

    keyword_model model(weights);
    model(sound, scores);
    std::cout << name_of(model.instructions()) << '\n';  // avx2

    double worst = 0;
    for (const fusenet::instruction_set set : keyword_model::sets()) {
        if (!keyword_model::runs(set)) continue;
        keyword_model other(set);
        other.load(weights);
        std::vector<float> its_scores(keyword_model::output_size);
        other(sound, its_scores);
        for (std::size_t k = 0; k < scores.size(); ++k) worst = std::max(worst, std::abs(double{scores[k]} - double{its_scores[k]}));
    }
    return worst < 1e-5 && scores[0] != 0 ? 0 : 1;
}
