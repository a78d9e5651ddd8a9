#include "net.hpp"

float answer_elsewhere(const float* image) {
    fusenet::compile<net> model;
    float out[4];
    model(std::span(image, 64), out);
    return out[0];
}
