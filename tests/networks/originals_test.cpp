// Networks against their originals outside torchvision: parameters, multiplications, names of tensors.
//
// Where nobody states a number, it is counted from the original's own description, layer by layer, by a program that
// knows nothing of ours: the sums stand beside it.
#include <fusenet/networks/bn_inception.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/googlenet_v1.hpp>
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/networks/lenet_300_100.hpp>
#include <fusenet/networks/mobilenet_ssd.hpp>
#include <fusenet/networks/tiny_autoencoder.hpp>
#include <fusenet/networks/tiny_resnet.hpp>
#include <fusenet/networks/tiny_yolo_v1.hpp>
#include <fusenet/networks/tiny_yolo_v2.hpp>

#include "../support.hpp"
#include "counts.hpp"

namespace {

using namespace fusenet;
using test::has, test::multiplications, test::trained;

// BVLC's bvlc_googlenet: 6,998,552 parameters in deploy.prototxt, 13,378,280 in train_val.prototxt. Millions of
// multiplications: conv1 118.0, conv2 12.8 and 346.8, modules 3a to 5b 128.0 304.3 73.6 87.9 99.9 118.5 170.0
// 51.1 70.7, the classifier 1.0.
static_assert(trained<networks::googlenet_v1>() == 6'998'552);
static_assert(trained<networks::googlenet_v1_with_heads>() == 13'378'280);
static_assert(multiplications<networks::googlenet_v1>() == 1'582'671'872);

// pretrainedmodels' bninception: 11,295,240 parameters. Millions of multiplications: conv1 118.0, conv2 12.8 and 346.8,
// modules 3a to 3c 171.0 203.1 143.9, 4a to 4e 119.2 130.1 178.8 223.6 164.6, 5a, 5b 108.1 111.5, the classifier 1.0.
static_assert(trained<networks::bn_inception>() == 11'295'240);
static_assert(multiplications<networks::bn_inception>() == 2'032'600'064);

// Darknet's yolov1-tiny.cfg: 27,089,328 weights, 1,470 biases, 2,288 normalised channels. Millions of multiplications:
// the convolutions 86.7, six times 231.2, 115.6, the dense layer 18.4.
static_assert(trained<networks::tiny_yolo_v1>() == 27'089'328 + 1'470 + 2 * 2'288);
static_assert(multiplications<networks::tiny_yolo_v1>() == 1'608'015'360);

// Darknet's yolov2-tiny-voc.cfg: 15,855,536 weights, 125 biases, 3,056 normalised channels: with their statistics
// 15,867,885 floats, as many as are in the published file of 63 MB. It prints 6.97 billion operations.
static_assert(trained<networks::tiny_yolo_v2>() == 15'855'536 + 125 + 2 * 3'056);
static_assert(planned<networks::tiny_yolo_v2>::parameter_floats == 15'867'885);
static_assert(multiplications<networks::tiny_yolo_v2>() == 3'485'520'896);

// chuanqi305's MobileNetSSD_deploy.prototxt. Parameters: 896 of conv0, 49,600 depthwise, 3,145,536 in 1x1 behind them,
// 2,221,760 of conv14_1 to conv17_2, 365,625 of the heads. Multiplications in this order: 19,440,000 31,722,048
// 1,004,044,288 61,612,032 31,660,800.
static_assert(trained<networks::mobilenet_ssd>() == 5'783'417);
static_assert(multiplications<networks::mobilenet_ssd>() == 1'148'479'168);
static_assert(planned<networks::mobilenet_ssd>::output_at(0) == shape::vector(4 * 1917));
static_assert(planned<networks::mobilenet_ssd>::output_at(1) == shape::vector(21 * 1917));

// LeNet-5, where each filter sees all maps: 61,706 parameters. Multiplications: 150 x 28^2, 2,400 x 10^2, 400 x 120,
// 120 x 84, 84 x 10. The perceptron of 784, 300, 100 and 10 cells: 266,610.
static_assert(trained<networks::lenet5>() == 61'706);
static_assert(multiplications<networks::lenet5>() == 117'600 + 240'000 + 48'000 + 10'080 + 840);
static_assert(trained<networks::lenet_300_100>() == 266'610);
static_assert(multiplications<networks::lenet_300_100>() == 784 * 300 + 300 * 100 + 100 * 10);

// MLPerf Tiny's autoencoder and ResNet, as their Keras programs are counted, running statistics included: 269,992 and
// 78,666 parameters. Multiplications of the latter: the first filter 442,368, blocks 4,718,592 and twice 3,670,016, 640.
static_assert(planned<networks::tiny_autoencoder>::parameter_floats == 269'992);
static_assert(multiplications<networks::tiny_autoencoder>() == 2 * 640 * 128 + 6 * 128 * 128 + 2 * 128 * 8);
static_assert(planned<networks::tiny_resnet>::parameter_floats == 78'666);
static_assert(multiplications<networks::tiny_resnet>() == 442'368 + 4'718'592 + 2 * 3'670'016 + 640);

// The small DS-CNN: MLPerf Tiny states 24,908 parameters, of which 23,756 are trained; "Hello Edge" 5.4 million
// operations. Multiplications of 25 x 5 cells: 64 x 40, four times 64 x 9 and 64 x 64; and 64 x 12.
static_assert(planned<networks::ds_cnn>::parameter_floats == 24'908);
static_assert(trained<networks::ds_cnn>() == 23'756);
static_assert(multiplications<networks::ds_cnn>() == 125 * (2'560 + 4 * (576 + 4'096)) + 768);

TEST_CASE("networks: the small ones have the names of their originals") {
    using networks::ds_cnn, networks::lenet5, networks::lenet_300_100;
    CHECK(has<lenet5>("conv2.weight", dims(16, 6, 5, 5)));
    CHECK(has<lenet5>("fc1.weight", dims(120, 400)));
    CHECK(has<lenet_300_100>("fc2.weight", dims(100, 300)));
    CHECK(has<ds_cnn>("conv_1.weight", dims(64, 1, 10, 4)));
    CHECK(has<ds_cnn>("conv_1.batch_norm.running_mean", dims(64)));
    CHECK(has<ds_cnn>("conv_ds_4.dw_conv.weight", dims(64, 1, 3, 3)));
    CHECK(has<ds_cnn>("conv_ds_4.pw_conv.bias", dims(64)));
    CHECK(has<ds_cnn>("fc1.weight", dims(12, 64)));
}

TEST_CASE("networks: MobileNet-SSD has the names of its original") {
    using networks::mobilenet_ssd;
    CHECK(has<mobilenet_ssd>("conv0.weight", dims(32, 3, 3, 3)));
    CHECK(has<mobilenet_ssd>("conv13/dw.weight", dims(1024, 1, 3, 3)));
    CHECK(has<mobilenet_ssd>("conv13.bias", dims(1024)));
    CHECK(has<mobilenet_ssd>("conv17_2.weight", dims(128, 64, 3, 3)));
    CHECK(has<mobilenet_ssd>("conv11_mbox_loc.weight", dims(12, 512, 1, 1)));
    CHECK(has<mobilenet_ssd>("conv15_2_mbox_conf.weight", dims(126, 256, 1, 1)));
}

TEST_CASE("networks: Tiny YOLO has the names of its ports, and their outputs") {
    using networks::tiny_yolo_v1, networks::tiny_yolo_v2;
    CHECK(has<tiny_yolo_v1>("models.0.conv1.weight", dims(16, 3, 3, 3)));
    CHECK(has<tiny_yolo_v1>("models.13.bn8.running_var", dims(256)));
    CHECK(has<tiny_yolo_v1>("models.14.weight", dims(1470, 7 * 7 * 256)));
    CHECK(has<tiny_yolo_v2>("models.10.conv6.weight", dims(512, 256, 3, 3)));
    CHECK(has<tiny_yolo_v2>("models.14.conv9.bias", dims(125)));
    CHECK(planned<tiny_yolo_v2>::output == shape::image(13, 13, 125));
}

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
