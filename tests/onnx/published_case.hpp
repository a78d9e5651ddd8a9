// check_published<net>: what fusenet makes of a published case's input, against the published output.
#pragma once

#include <cstddef>
#include <fstream>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/graph/combine.hpp>
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

inline std::string output_name(std::size_t k) { return k == 0 ? "output" : "output_" + std::to_string(k); }

template <const auto& Net>
void check_published(const published_case& row) {
    using all = reference::described<Net>;
    constexpr const auto& net = all::lowered.net;
    published_tensors tensors(row.name, all::parameters());
    tensors.expect("input", extent_of(row.items, net.nodes[0].out));
    for (int k = 0; k < net.output_count; ++k)
        tensors.expect(output_name(static_cast<std::size_t>(k)), extent_of(row.items, net.nodes[net.outputs[k]].out));
    tensors.load();

    for (int i = 0; i < row.items; ++i) {
        INFO(std::string(row.name), ", item ", i);
        const auto input = tensors.item("input", i);
        const auto truth = reference::run<Net, double>(tensors.parameters(), input);
        const auto single = reference::run<Net, float>(tensors.parameters(), input);
        for (std::size_t k = 0; k < truth.size(); ++k) {
            const auto published = tensors.item(output_name(k), i);
            CHECK(excess(truth[k], published, row.rounded) <= 1);
            CHECK(excess(single[k], published, row.rounded) <= 1);
        }
    }
}

}  // namespace fusenet::test
