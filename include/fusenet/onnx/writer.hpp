// layer_writer: the words by which a layer says its ONNX form, in its member `onnx(to, in)`.
//
//   template <class To>
//   auto onnx(To& to, shape) const {
//       return to.op("LeakyRelu", to.input()).set("alpha", slope);
//   }
//
// Tensors are batch x channels x height x width (a signal batch x channels x cells, a vector batch x channels), of
// float32, and operators those of opset 13.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/core/facts.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/onnx/constants.hpp>
#include <fusenet/onnx/model.hpp>
#include <fusenet/onnx/operation.hpp>
#include <fusenet/onnx/order.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet::onnx_files {

/// What a layer reads, as it lies in the file.
struct made {
    value tensor;
    shape extent;
    shape flattened{0, 0, 0, 0};  // a vector whose values have the c, h, w order of that image
};

/// One layer's part of a model.
class layer_writer : public constant_writer {
public:
    /// A layer as the walk over the network knows it.
    struct place {
        std::string name;  // of its nodes
        family kind = family::map;
        shape out;
        std::span<const parameter> parameters{};  // rows of the network's table,
        parameter_list own{};                     // and the same as the layer states them
        const float* given = nullptr;             // the values, at the table's offsets
        std::vector<float> stated{};              // in place of both, what the layer states
    };

    layer_writer(model& file, place at, std::vector<made*> inputs)
        : constant_writer(file, at.name), at_(std::move(at)), inputs_(std::move(inputs)) {}

    int inputs() const { return static_cast<int>(inputs_.size()); }
    /// The extent of what the layer makes.
    shape out() const { return at_.out; }

    /// What the layer reads.
    value input(int k = 0) {
        made& in = *inputs_[static_cast<std::size_t>(k)];
        const bool any_order = at_.kind == family::map || at_.kind == family::contraction;
        if (in.flattened.c > 0 && !any_order) {
            const value image = reshaped(in.tensor, extent_in_file(in.flattened));
            in.tensor = reshaped(rows_first(image, in.flattened), {in.extent.c});
            in.flattened.c = 0;
        }
        return in.tensor;
    }
    /// Input k of several with as many axes as the output has, for operators that spread one cell over a map.
    value branch(int k) {
        const shape extent = inputs_[static_cast<std::size_t>(k)]->extent;
        return extent.rank == at_.out.rank ? input(k)
                                           : value(reshaped(input(k), extent_in_file({1, 1, extent.c, at_.out.rank})));
    }

    /// A parameter as the layer states it: a filter is [out x in x height x width]; under its path in the network.
    value parameter(std::string_view name) {
        const int k = index_of(name);
        if (k < 0) return refuse("has no parameter \"" + std::string(name) + "\", which its ONNX form asks for");
        const dims& d = at_.own.all[k].extent;
        return parameter(name, extents(d.d, d.d + d.rank));
    }
    /// The same under another extent, of as many values.
    value parameter(std::string_view name, extents extent) {
        const int k = index_of(name);
        if (k < 0) return refuse("has no parameter \"" + std::string(name) + "\", which its ONNX form asks for");
        if (!at_.stated.empty()) return floats(at_.stated, std::move(extent));
        const fusenet::parameter& own = row(static_cast<std::size_t>(k));
        std::string called(own.name.view());
        for (const tensor& t : file_.tensors)
            if (t.name == called && t.extent == extent)
                return {called};
            else if (t.name == called)
                called += ".again";
        tensor& t = file_.tensors.emplace_back();
        t.name = called;
        t.extent = std::move(extent);
        t.seen = values_of(static_cast<std::size_t>(k));
        const shape image = inputs_[0]->flattened;
        const int last = own.extent.rank - 1;
        if (image.c > 0 && own.extent.d[last] == image.size() && (last == 1 || at_.kind == family::map))
            t.floats = in_channel_order(t.seen, image);
        return {t.name};
    }
    /// A parameter with a value for each channel, or one for all, so that it meets its channel in every cell.
    value channels(std::string_view name) {
        const int k = index_of(name);
        const int count = k < 0 ? 1 : static_cast<int>(at_.own.all[k].extent.size());
        return parameter(name, extent_in_file({1, 1, count, inputs_[0]->extent.rank}));
    }

    /// The same of numbers that stand in the layer.
    value of_channels(std::vector<float> numbers) {
        const int count = static_cast<int>(numbers.size());
        const shape image = inputs_[0]->flattened;
        if (image.c > 0 && count == image.size()) numbers = in_channel_order(numbers, image);
        return floats(std::move(numbers), extent_in_file({1, 1, count, inputs_[0]->extent.rank}));
    }

    /// A number f(y, x) for each cell that the layer makes, for all channels.
    template <class F>
    value each_cell(F f) {
        std::vector<float> values;
        for (int y = 0; y < at_.out.h; ++y)
            for (int x = 0; x < at_.out.w; ++x) values.push_back(f(y, x));
        return floats(std::move(values), extent_in_file({at_.out.h, at_.out.w, 1, at_.out.rank}));
    }
    /// Of a layer whose options ONNX cannot say: the sentence goes to whoever saves the network.
    value refuse(std::string why) {
        if (trouble_.empty()) trouble_ = std::move(why);
        return {};
    }
    const std::string& trouble() const { return trouble_; }

    /// A node, which is the value that it makes; its attributes follow by `set`.
    template <class... Inputs>
    operation op(const char* type, const Inputs&... inputs) {
        const int number = nodes_++;
        node& n = file_.nodes.emplace_back();
        n.name = at_.name + (number ? "." + std::to_string(number) : "");
        n.op = type;
        (n.inputs.push_back(value(inputs).name), ...);
        while (!n.inputs.empty() && n.inputs.back().empty()) n.inputs.pop_back();
        n.outputs = {n.name};
        return {file_, inputs_[0]->extent.rank};
    }
    /// An operator of two inputs, over all branches.
    value joined(const char* type) {
        value all = branch(0);
        for (int k = 1; k < inputs(); ++k) all = op(type, all, branch(k));
        return all;
    }
    /// One node that reads all branches.
    operation gathered(const char* type) {
        std::vector<std::string> names;
        for (int k = 0; k < inputs(); ++k) names.push_back(branch(k).name);
        const operation made = op(type);
        file_.nodes.back().inputs = std::move(names);
        return made;
    }

    /// A reduction over the channels of each cell.
    operation over_channels(const char* type, const value& from) { return op(type, from).set("axes", extents{1}); }

    /// The same values in the same order under another extent, which leaves the batch out.
    operation reshaped(const value& from, extents extent) {
        extent.insert(extent.begin(), 0);
        return op("Reshape", from, integers(std::move(extent)));
    }
    /// Axes in another order, axis 0 being the batch.
    operation transposed(const value& from, extents order) {
        return op("Transpose", from).set("perm", std::move(order));
    }

    /// For operators that know images only: the input as one, and an answer as what the layer makes.
    value as_image(const value& from) {
        const shape in = inputs_[0]->extent;
        return in.rank == 3 ? from : value(reshaped(from, {in.c, in.h, in.w}));
    }
    value as_made(const value& from) {
        return at_.out.rank == 3 ? from : value(reshaped(from, extent_in_file(at_.out)));
    }

    /// A number for each axis that the layer's input has: height and width, or of a signal its cells alone.
    extents axes(extent2 of) const { return inputs_[0]->extent.rank == 3 ? extents{of.h, of.w} : extents{of.w}; }
    /// Cells around the input, as Pad reads them.
    value around(padding p) {
        if (inputs_[0]->extent.rank == 3) return integers({0, 0, p.top, p.left, 0, 0, p.bottom, p.right});
        return integers({0, 0, p.left, 0, 0, p.right});
    }

    /// From h, w, c to the order of the file, and back.
    value channels_first(const value& from, shape of) {
        if (of.rank == 1) return from;
        return transposed(from, of.rank == 3 ? extents{0, 3, 1, 2} : extents{0, 2, 1});
    }
    value rows_first(const value& from, shape of) {
        if (of.rank == 1) return from;
        return transposed(from, of.rank == 3 ? extents{0, 2, 3, 1} : extents{0, 2, 1});
    }

    /// The input as a vector. Its values stay in the order of the file, as weights that follow are: where that does not
    /// do, the next layer's input() is put into order.
    value flattened() {
        const shape in = inputs_[0]->extent;
        if (in.rank == 1) return input();
        if (in.c > 1 && in.h * in.w > 1) left_flattened_ = in;
        return op("Flatten", input()).set("axis", 1);
    }
    /// The input's values, counted by h, w, c, as a map of the layer's extent.
    value recast() {
        const shape out = at_.out;
        const value rows = rows_first(input(), inputs_[0]->extent);
        return channels_first(reshaped(rows, out.rank == 3 ? extents{out.h, out.w, out.c} : extents{out.w, out.c}),
                              out);
    }
    /// The image whose values the answer holds in the order of the file; none where c is 0.
    shape left_flattened() const { return left_flattened_; }

    /// The extent of a map in the file, without the batch.
    static extents extent_in_file(shape of) {
        return of.rank == 3 ? extents{of.c, of.h, of.w} : of.rank == 2 ? extents{of.c, of.w} : extents{of.c};
    }

protected:
    /// The layer's k-th parameter in the network's table, and its values.
    const fusenet::parameter& row(std::size_t k) const { return at_.parameters[k]; }
    std::span<const float> values_of(std::size_t k) const {
        return {at_.given + row(k).offset, static_cast<std::size_t>(row(k).extent.size())};
    }

private:
    int index_of(std::string_view name) const {
        for (int k = 0; k < at_.own.count; ++k)
            if (name == at_.own.all[k].name.view()) return k;
        return -1;
    }

    place at_;
    std::vector<made*> inputs_;
    shape left_flattened_{0, 0, 0, 0};
    int nodes_ = 0;
    std::string trouble_;
};

}  // namespace fusenet::onnx_files
