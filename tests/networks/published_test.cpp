// Networks against what is published of their originals: parameters, multiplications, names of tensors.
#include <fusenet/networks/alexnet.hpp>
#include <fusenet/networks/densenet.hpp>
#include <fusenet/networks/efficientnet_lite.hpp>
#include <fusenet/networks/googlenet.hpp>
#include <fusenet/networks/mobilenet_v2.hpp>
#include <fusenet/networks/resnet.hpp>
#include <fusenet/networks/squeezenet.hpp>
#include <fusenet/networks/vgg.hpp>

#include "../support.hpp"
#include "counts.hpp"

namespace {

using namespace fusenet;

using test::has, test::multiplications, test::trained;

// https://pytorch.org/vision/stable/models.html
static_assert(trained<networks::resnet18>() == 11'689'512);
static_assert(trained<networks::resnet34>() == 21'797'672);
static_assert(trained<networks::resnet50>() == 25'557'032);
static_assert(trained<networks::squeezenet1_1>() == 1'235'496);
static_assert(trained<networks::alexnet>() == 61'100'840);
static_assert(trained<networks::vgg16>() == 138'357'544);
static_assert(trained<networks::mobilenet_v2>() == 3'504'872);
static_assert(trained<networks::densenet121>() == 7'978'856);
static_assert(trained<networks::googlenet>() == 6'624'904);
static_assert(trained<networks::googlenet_with_heads>() == 13'004'888);
static_assert(trained<networks::efficientnet_lite0>() == 4'652'008);
static_assert(multiplications<networks::resnet18>() == 1'814'073'344);
static_assert(multiplications<networks::resnet50>() == 4'089'184'256);
static_assert(multiplications<networks::vgg16>() == 15'470'264'320);
static_assert(multiplications<networks::alexnet>() == 714'188'480);
static_assert(multiplications<networks::mobilenet_v2>() == 300'774'272);
static_assert(multiplications<networks::densenet121>() == 2'834'161'664);
static_assert(multiplications<networks::squeezenet1_1>() == 349'151'936);
static_assert(multiplications<networks::googlenet>() == 1'498'376'192);

TEST_CASE("networks: torchvision's checkpoints find their tensors") {
    using networks::resnet18, networks::resnet50, networks::squeezenet1_1;
    CHECK(has<resnet18>("conv1.weight", dims(64, 3, 7, 7)));
    CHECK(has<resnet18>("layer1.0.bn2.running_var", dims(64)));
    CHECK(has<resnet18>("layer2.0.downsample.0.weight", dims(128, 64, 1, 1)));
    CHECK(has<resnet18>("layer4.1.conv2.weight", dims(512, 512, 3, 3)));
    CHECK(has<resnet50>("layer1.0.downsample.1.bias", dims(256)));
    CHECK(has<resnet50>("layer3.5.conv3.weight", dims(1024, 256, 1, 1)));
    CHECK(has<resnet50>("fc.weight", dims(1000, 2048)));
    CHECK(has<squeezenet1_1>("features.0.weight", dims(64, 3, 3, 3)));
    CHECK(has<squeezenet1_1>("features.12.expand3x3.weight", dims(256, 64, 3, 3)));
    CHECK(has<squeezenet1_1>("classifier.1.bias", dims(1000)));
    using networks::googlenet, networks::googlenet_with_heads;
    CHECK(has<googlenet>("conv1.conv.weight", dims(64, 3, 7, 7)));
    CHECK(has<googlenet>("inception3a.branch1.bn.running_var", dims(64)));
    CHECK(has<googlenet>("inception4e.branch2.1.conv.weight", dims(320, 160, 3, 3)));
    CHECK(has<googlenet>("inception5b.branch3.1.conv.weight", dims(128, 48, 3, 3)));
    CHECK(has<googlenet>("inception5b.branch4.1.bn.bias", dims(128)));
    CHECK(has<googlenet>("fc.weight", dims(1000, 1024)));
    CHECK(has<googlenet_with_heads>("aux1.conv.conv.weight", dims(128, 512, 1, 1)));
    CHECK(has<googlenet_with_heads>("aux2.fc1.weight", dims(1024, 2048)));
    CHECK(has<googlenet_with_heads>("aux2.fc2.bias", dims(1000)));
    using networks::alexnet, networks::densenet121, networks::mobilenet_v2, networks::vgg16;
    CHECK(has<alexnet>("features.10.weight", dims(256, 256, 3, 3)));
    CHECK(has<alexnet>("classifier.1.weight", dims(4096, 9216)));
    CHECK(has<vgg16>("features.28.bias", dims(512)));
    CHECK(has<vgg16>("classifier.0.weight", dims(4096, 25088)));
    CHECK(has<mobilenet_v2>("features.0.1.running_mean", dims(32)));
    CHECK(has<mobilenet_v2>("features.1.conv.1.weight", dims(16, 32, 1, 1)));
    CHECK(has<mobilenet_v2>("features.2.conv.1.0.weight", dims(96, 1, 3, 3)));
    CHECK(has<mobilenet_v2>("features.17.conv.3.bias", dims(320)));
    CHECK(has<mobilenet_v2>("features.18.0.weight", dims(1280, 320, 1, 1)));
    CHECK(has<densenet121>("features.denseblock4.denselayer16.conv2.weight", dims(32, 128, 3, 3)));
    CHECK(has<densenet121>("features.transition3.conv.weight", dims(512, 1024, 1, 1)));
    CHECK(has<densenet121>("features.norm5.running_var", dims(1024)));
}

}  // namespace
