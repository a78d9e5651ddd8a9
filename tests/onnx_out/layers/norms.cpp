// ONNX out: normalisations.
#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto image = input(4, 3, 6);
constexpr auto sound = input(5, 6);
constexpr auto values = input(6);

constexpr auto of_image = image | branches(softmax(), log_softmax(), layernorm(), layernorm({.epsilon = 0.1f, .affine = false}),
                                           rmsnorm(), rmsnorm({.epsilon = 0.1f, .affine = false}), l2norm(), l2norm({.epsilon = 9}),
                                           groupnorm(3), groupnorm(1, {.epsilon = 0.1f, .affine = false}), instancenorm(),
                                           instancenorm({.affine = false}), local_response_norm(3, {.alpha = 0.3f, .beta = 0.6f, .k = 2}),
                                           local_response_norm(5, {.alpha = 0.5f}));
constexpr auto of_time = sound | branches(softmax(), log_softmax(), layernorm(), rmsnorm(), l2norm(), groupnorm(2), instancenorm(),
                                          local_response_norm(3, {.alpha = 0.3f}));
constexpr auto of_values = values | branches(softmax(), log_softmax(), layernorm(), rmsnorm(), l2norm(), groupnorm(2),
                                             local_response_norm(3, {.alpha = 0.3f}));

}  // namespace

std::vector<onnx_case> norm_cases() {
    return {written<of_image>("norms"), written<of_time>("norms_in_time"), written<of_values>("norms_of_vectors")};
}

}  // namespace fusenet::test
