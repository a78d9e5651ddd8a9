#include <doctest/doctest.h>

#include <fusenet/weights/keras_names.hpp>
#include <string>
#include <vector>

using namespace fusenet::weight_files;

TEST_CASE("what Keras's names say more than ours is left out, and nothing else") {
    struct row {
        const char *given, *expected;
    };
    for (const row& r : {
             row{"dense/kernel:0", "dense.kernel"},
             row{"dense.kernel", "dense.kernel"},
             row{"a/b.c", "a.b.c"},
             row{"lstm/lstm_cell/kernel:0", "lstm.kernel"},
             row{"lstm/lstm_cell_12/bias", "lstm.bias"},
             row{"bidirectional_1/forward_lstm_1/lstm_cell/kernel", "bidirectional_1.forward.kernel"},
             row{"bidirectional/backward_gru/gru_cell_3/recurrent_kernel:0", "bidirectional.backward.recurrent_kernel"},
             row{"forward/kernel", "forward.kernel"},
             row{"forwards/kernel", "forwards.kernel"},
             row{"a/forward_b", "a.forward_b"},  // a last word is a parameter's
             row{"a/my_cell", "a.my_cell"},
             row{"cell/kernel", "cell.kernel"},
             row{"my_cell2/kernel", "my_cell2.kernel"},
             row{"a:b", "a:b"},
             row{":0", ""},
             row{"", ""},
             row{"a//b", "a..b"},
         })
        CHECK(plain_keras_name(r.given) == r.expected);
}

TEST_CASE("a parameter has all of Keras's words that may mean it") {
    using words = std::vector<std::string>;
    CHECK(keras_names("a.weight") == words{"a.kernel", "a.depthwise_kernel", "a.gamma", "a.embeddings"});
    CHECK(keras_names("bias") == words{"bias", "beta"});
    CHECK(keras_names("a.b.running_var") == words{"a.b.moving_variance"});
    CHECK(keras_names("a.slope").empty());
    CHECK(keras_names("a.bodyweight").empty());
}
