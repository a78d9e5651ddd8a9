// LeNet-5 on a microcontroller: weights in read-only memory, all else in 6 KB, every size known before it runs.
#include <fusenet/freestanding.hpp>
#include <fusenet/networks/lenet5.hpp>

#include "lenet5_weights.hpp"  // by tools/fusenet-pack, see the page docs/embedded.md
#include "semihosting.hpp"

using model_type = fusenet::static_model<fusenet::networks::lenet5>;
static_assert(model_type::arena_bytes < 6 * 1024);
static_assert(model_type::weight_bytes < 248 * 1024);

static model_type model(lenet5_weights);

int main() {
    static float image[28 * 28], scores[10];
    for (int y = 4; y < 24; ++y) image[y * 28 + 14] = 1;  // a stroke
    model(image, scores);
    int best = 0;
    for (int k = 1; k < 10; ++k)
        if (scores[k] > scores[best]) best = k;
    const char digit[] = {static_cast<char>('0' + best), '\n', 0};
    say(digit);
    return 0;
}
