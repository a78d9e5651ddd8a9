// Networks against their originals outside torchvision: parameters, multiplications, names of tensors.
//
// Where nobody states a number, it is counted from the original's own description, layer by layer, by a program that knows
// nothing of ours: the sums stand beside it.
#include <fusenet/networks/bn_inception.hpp>
#include <fusenet/networks/googlenet_v1.hpp>

#include "../support.hpp"
#include "counts.hpp"

namespace {

using namespace fusenet;
using test::has, test::multiplications, test::trained;

// BVLC's bvlc_googlenet: 6,998,552 parameters in deploy.prototxt, 13,378,280 in train_val.prototxt. Millions of
// multiplications: conv1 118.0, conv2 12.8 and 346.8, modules 3a to 5b 128.0 304.3 73.6 87.9 99.9 118.5 170.0 51.1 70.7,
// the classifier 1.0.
static_assert(trained<networks::googlenet_v1>() == 6'998'552);
static_assert(trained<networks::googlenet_v1_with_heads>() == 13'378'280);
static_assert(multiplications<networks::googlenet_v1>() == 1'582'671'872);

// pretrainedmodels' bninception: 11,295,240 parameters. Millions of multiplications: conv1 118.0, conv2 12.8 and 346.8, modules
// 3a to 3c 171.0 203.1 143.9, 4a to 4e 119.2 130.1 178.8 223.6 164.6, 5a and 5b 108.1 111.5, the classifier 1.0.
static_assert(trained<networks::bn_inception>() == 11'295'240);
static_assert(multiplications<networks::bn_inception>() == 2'032'600'064);

TEST_CASE("networks: GoogLeNet has the names of its originals") {
    using networks::bn_inception, networks::googlenet_v1, networks::googlenet_v1_with_heads;
    CHECK(has<googlenet_v1>("conv1/7x7_s2.weight", dims(64, 3, 7, 7)));
    CHECK(has<googlenet_v1>("conv2/3x3_reduce.bias", dims(64)));
    CHECK(has<googlenet_v1>("inception_3a/5x5.weight", dims(32, 16, 5, 5)));
    CHECK(has<googlenet_v1>("inception_5b/pool_proj.weight", dims(128, 832, 1, 1)));
    CHECK(has<googlenet_v1>("loss3/classifier.weight", dims(1000, 1024)));
    CHECK(has<googlenet_v1_with_heads>("loss1/conv.weight", dims(128, 512, 1, 1)));
    CHECK(has<googlenet_v1_with_heads>("loss2/fc.weight", dims(1024, 2048)));
    CHECK(has<bn_inception>("conv1_7x7_s2.bias", dims(64)));
    CHECK(has<bn_inception>("conv1_7x7_s2_bn.running_mean", dims(64)));
    CHECK(has<bn_inception>("inception_3c_double_3x3_2.weight", dims(96, 96, 3, 3)));
    CHECK(has<bn_inception>("inception_4d_3x3_reduce_bn.weight", dims(128)));
    CHECK(has<bn_inception>("inception_5b_pool_proj.weight", dims(128, 1024, 1, 1)));
    CHECK(has<bn_inception>("last_linear.weight", dims(1000, 1024)));
}

}  // namespace
