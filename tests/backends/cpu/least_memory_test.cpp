// Networks by demand, row by row, on kernels that know every extent, against the reference.
#include <doctest/doctest.h>

#include <fusenet.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/backends/reference/run.hpp>

#include "support.hpp"

using namespace fusenet;

namespace {

constexpr target low{.l2 = 1 << 30, .least_memory = true};

template <const auto& Net>
double error() {
    parameter_set weights = compile<Net>::parameters();
    weights.randomise(3);
    compile<Net, low> model(weights);
    std::vector<float> in(static_cast<std::size_t>(model.input_size)), out(static_cast<std::size_t>(model.output_size));
    fill(in, 5);
    model(in, out);
    const auto expected = reference::run<Net, double>(weights, in);
    return largest_error(out, expected);
}

}  // namespace
