// loadable: a model's weights, and all the ways to give it others.
#pragma once

#include <cstddef>
#include <functional>
#include <fusenet/core/error.hpp>
#include <fusenet/loaded_weights.hpp>
#include <fusenet/outside_work.hpp>
#include <fusenet/weights/arrange.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <utility>

namespace fusenet {

namespace detail {

inline constexpr const char* moved_from = ": this model was moved from, and holds nothing";

inline std::string wrong_size(const std::string& what, long long expected, const char* unit, std::size_t found) {
    return what + ": expected " + std::to_string(expected) + ' ' + unit + ", found " + std::to_string(found);
}
inline bool overlap(std::span<const std::byte> a, std::span<const std::byte> b) {
    const std::less<const std::byte*> before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}
inline std::string output_number(int k) { return "output " + std::to_string(k); }

/// Puts into `at` where the outputs of `times` inputs begin. Raises where one has a wrong size, or overlaps the input or
/// another; `in_place`: but it may be where the input is.
template <class Plan>
void place_outputs(std::span<const std::byte> in, std::span<const std::span<float>> outs, std::size_t times, bool in_place,
                   float** at) {
    for (int k = 0; k < Plan::output_count; ++k) {
        const std::span<float> out = outs[static_cast<std::size_t>(k)];
        const long long wanted = Plan::output_at(k).size() * static_cast<long long>(times);
        if (std::cmp_not_equal(out.size(), wanted)) raise(wrong_size(output_number(k), wanted, "floats", out.size()));
        const bool same = in_place && std::as_bytes(out).data() == in.data();
        if (!same && overlap(in, std::as_bytes(out))) raise(output_number(k) + " overlaps the input, which is still read then");
        for (int j = 0; j < k; ++j)
            if (overlap(std::as_bytes(outs[static_cast<std::size_t>(j)]), std::as_bytes(out)))
                raise("outputs " + std::to_string(j) + " and " + std::to_string(k) + " overlap");
        at[k] = out.data();
    }
}

}  // namespace detail

/// What models of a `planned` network have in common. Weights are checked, folded and packed when they are loaded; a
/// failed load leaves the model as it was.
template <class Plan>
class loadable {
public:
    /// A fresh set of this network's parameters, to be filled by name and loaded.
    static parameter_set parameters() { return parameter_set(Plan::parameter_table()); }

    /// Folds and packs. The set, or the file, must hold this network's tensors and no others, by name and extent; the
    /// order of a set does not matter. A file is read piece by piece: no second copy of it is ever in memory. A model
    /// that already has weights needs memory for both while it loads a file.
    status try_load(const parameter_set& given) {
        const std::span<const parameter> table = Plan::parameter_table();
        constexpr auto floats = static_cast<std::size_t>(Plan::parameter_floats);
        if (given.table().data() == table.data() && given.values().size() == floats)
            return try_load(values_in_memory(given));
        auto found = try_find_all(table, given);
        return found ? try_load(*found) : status(found.why());
    }
    status try_load(const std::string& path) {
        auto opened = open_file(path);
        return opened ? try_load(*opened) : status(opened.why());
    }
    status try_load(value_source& given) {
        if (!weights_.data()) return failure{std::string("load") + detail::moved_from};
        return weights_.take(given, outside_);
    }
    status try_load(value_source&& given) { return try_load(given); }
    void load(const parameter_set& given) { try_load(given).require(); }
    void load(const std::string& path) { try_load(path).require(); }
    void load(value_source& given) { try_load(given).require(); }
    void load(value_source&& given) { try_load(given).require(); }

protected:
    loadable() : outside_(weights_.data(), 1) {}

    loaded_weights<Plan> weights_;
    outside_work<Plan> outside_;

private:
    /// Found by its arguments where this is used: whoever loads no file need not compile the reader.
    static auto open_file(const std::string& path) {
        constexpr bool reader_is_here = requires { try_open_safetensors(path, Plan::parameter_table()); };
        static_assert(reader_is_here,
                      "fusenet: to load a file, compile with -DFUSENET_HAS_JSON=1 and nlohmann-json: then <fusenet.hpp> reads "
                      "safetensors, as #include <fusenet/weights/safetensors.hpp> does");
        if constexpr (reader_is_here) return try_open_safetensors(path, Plan::parameter_table());
        else return result<fallback_values>(failure{});
    }
};

}  // namespace fusenet
