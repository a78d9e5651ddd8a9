// Two translation units, compiled with the same flags or not: the program says so before main, or answers.
#include <cstdio>
#include <fusenet.hpp>

#include "net.hpp"

float answer_elsewhere(const float* image);

int main() {
    fusenet::compile<net> model;
    const float image[64]{1};
    float out[4];
    model(image, out);
    std::puts(out[0] == answer_elsewhere(image) ? "the same" : "different");
}
