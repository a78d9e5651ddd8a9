// embedding(vocabulary, channels): for each of a vocabulary's words, known by its number, a row of learned values.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Parameter: "weight" [vocabulary x channels].
struct embedding_layer {
    static constexpr const char* name = "embedding";
    static constexpr int most = 1 << 24;  // so far a float counts
    int vocabulary = 0, channels = 0;

    /// Whole numbers from 0 on. Any other, a fraction, or NaN, is no word's: -1.
    constexpr int row(float x) const {
        if (!(x >= 0 && x < static_cast<float>(vocabulary))) return -1;
        const int number = static_cast<int>(x);
        return static_cast<float>(number) == x ? number : -1;
    }
    constexpr shape out(shape in, problem& p) const {
        if (vocabulary < 1) p.say("embedding(vocabulary, channels): the vocabulary must be positive, got ", vocabulary);
        if (vocabulary > most) p.say("embedding: a float counts up to ", most, " words, got ", vocabulary);
        if (channels < 1) p.say("embedding(vocabulary, channels): the channels must be positive, got ", channels);
        return {in.h, in.w, channels, in.rank};
    }
    constexpr parameter_list parameters(shape) const { return parameter_list().add("weight", dims(vocabulary, channels)); }
    constexpr void describe(label& to) const { to.put("embedding ").put(vocabulary).put(" -> ").put(channels); }

    /// There, what is no word's number is an error, or counts from the end.
    template <class To>
    auto onnx(To& to, shape) const {
        constexpr int int64 = 7;
        const auto numbers = to.op("Squeeze", to.op("Cast", to.input()).set("to", int64), to.integers({1}));
        return to.channels_first(to.op("Gather", to.parameter("weight"), numbers), to.out());
    }
};

/// Of cells of one channel: input(n, 1) for a sequence of n words.
constexpr embedding_layer embedding(int vocabulary, int channels) { return {vocabulary, channels}; }

static_assert(lookup_layer<embedding_layer>);

}  // namespace fusenet
