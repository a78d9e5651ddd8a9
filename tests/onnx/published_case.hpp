// check_published<net>: what fusenet makes of a published case's input, against the published output.
#pragma once

#include <cstddef>
#include <fstream>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/graph/recurrent.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "../support.hpp"

namespace fusenet::test {

/// A case by the name of its tensors in the data file, how many items it has, and what is allowed beside the tolerance
/// of all: where its output was published with four decimals, one of the last.
struct published_case {
    const char* name;
    int items;
    void (*check)(const published_case&);
    double rounded = 0;
};

/// The data file's bytes, read once.
inline std::span<const std::byte> published_data() {
    static const std::vector<char> bytes = [] {
        std::ifstream file(FUSENET_TEST_DATA "/onnx/cases.safetensors", std::ios::binary);
        return std::vector<char>(std::istreambuf_iterator<char>(file), {});
    }();
    return std::as_bytes(std::span(bytes));
}

/// [items, ...] of a shape.
inline dims extent_of(int items, shape s) {
    if (s.rank == 1) return {items, s.c};
    if (s.rank == 2) return {items, s.w, s.c};
    return {items, s.h, s.w, s.c};
}

/// The tensors of a case: its parameters first, at the offsets of their own table, then the input and the outputs.
class published_tensors {
public:
    published_tensors(std::string name, std::span<const parameter> parameters) : name_(std::move(name) + '/') {
        for (const parameter& p : parameters) expect(p.name.view(), p.extent);
    }
    void expect(std::string_view what, const dims& extent) {
        parameter p{{}, extent, floats_, 0, {0, 0, 0, 0}};
        p.name.put(name_).put(what);
        floats_ += extent.size();
        table_.push_back(p);
    }
    void load() {
        load_options options;
        options.order = convention::fusenet;
        options.allow_extra = true;
        set_ = load_safetensors(published_data(), table_, options, "cases.safetensors");
    }
    const float* parameters() const { return set_.values().data(); }
    /// The parameters alone, for the network itself.
    void give(parameter_set& to) const {
        std::ranges::copy(set_.values().first(to.values().size()), to.values().begin());
    }
    /// Item i of a tensor that is not a parameter.
    std::span<const float> item(std::string_view what, int i) const {
        const parameter& p = *set_.find(name_ + std::string(what));
        const std::size_t size = static_cast<std::size_t>(p.extent.size() / p.extent.d[0]);
        return set_.of(p).subspan(static_cast<std::size_t>(i) * size, size);
    }

private:
    std::string name_;
    long long floats_ = 0;
    std::vector<parameter> table_;
    parameter_set set_;
};

/// How far off, in units of what is allowed: 1e-5 of the published value and 1e-6. Published are floats, which NumPy or
/// PyTorch made in another order.
template <class T>
double excess(const std::vector<T>& got, std::span<const float> published, double rounded) {
    if (got.size() != published.size()) return std::numeric_limits<double>::infinity();
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double want = static_cast<double>(published[i]), found = static_cast<double>(got[i]);
        if (found == want || (std::isnan(found) && std::isnan(want))) continue;
        const double relative = std::abs(found - want) / (1e-6 + 1e-5 * std::abs(want) + rounded);
        if (!(relative <= worst)) worst = relative;  // not-a-number stays
    }
    return worst;
}

inline std::string output_name(int k) { return k == 0 ? "output" : "output_" + std::to_string(k); }

/// The reference in double and in float, and the network as it runs: fused.
template <const auto& Net>
void check_published(const published_case& row) {
    using model = compile<Net>;
    published_tensors tensors(row.name, model::parameter_table());
    tensors.expect("input", extent_of(row.items, model::input));
    for (int k = 0; k < model::output_count; ++k)
        tensors.expect(output_name(k), extent_of(row.items, model::output_at(k)));
    tensors.load();
    parameter_set given = model::parameters();
    tensors.give(given);
    model fused(given);

    for (int i = 0; i < row.items; ++i) {
        INFO(std::string(row.name), ", item ", i);
        const auto input = tensors.item("input", i);
        const auto truth = reference::run<Net, double>(tensors.parameters(), input);
        auto single = reference::run<Net, float>(tensors.parameters(), input);
        std::vector<std::vector<float>> made;
        for (const auto& output : single) made.emplace_back(output.size(), std::numeric_limits<float>::quiet_NaN());
        [&]<int... K>(std::integer_sequence<int, K...>) {
            fused(input, made[K]...);
        }(std::make_integer_sequence<int, model::output_count>());
        for (std::size_t k = 0; k < truth.size(); ++k) {
            const auto published = tensors.item(output_name(static_cast<int>(k)), i);
            CHECK(excess(truth[k], published, row.rounded) <= 1);
            CHECK(excess(single[k], published, row.rounded) <= 1);
            CHECK(excess(made[k], published, row.rounded) <= 1);
        }
    }
}

}  // namespace fusenet::test
