// dense(n): n sums of products over a whole vector.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct dense_options {
    bool bias = true;
};

/// Parameters: "weight" [n x in], "bias" [n].
struct dense_layer {
    static constexpr const char* name = "dense";
    int outputs = 0;
    dense_options options{};

    constexpr window reads(shape) const { return {}; }
    constexpr contraction_facts contracts(shape) const { return {.bias = options.bias}; }
    constexpr shape out(shape in, problem& p) const {
        if (outputs < 1) p.say("dense(n): n must be positive, got ", outputs);
        if (in.rank == 3) p.say("dense(", outputs, ") needs a vector, got the image ", in, "; put flatten() before it");
        return {in.h, in.w, outputs, in.rank};
    }
    constexpr parameter_list parameters(shape in) const {
        parameter_list list;
        list.add("weight", dims(outputs, in.c));
        if (options.bias) list.add("bias", dims(outputs));
        return list;
    }
    constexpr void describe(label& to) const { to.put("dense -> ").put(outputs); }

    template <class To>
    auto onnx(To& to, shape in) const {
        const auto bias = options.bias ? to.parameter("bias") : to.nothing();
        if (in.rank == 1) return to.op("Gemm", to.input(), to.parameter("weight"), bias).set("transB", 1);
        return to.op("Conv", to.input(), to.parameter("weight", {outputs, in.c, 1}), bias).set(window{});
    }
};

/// On a vector, or on each cell of a signal.
constexpr dense_layer dense(int outputs, dense_options options = {}) { return {outputs, options}; }

static_assert(contraction_layer<dense_layer>);

}  // namespace fusenet
