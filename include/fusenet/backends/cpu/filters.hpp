// filters: from a layer's filters as they are given to where a kernel streams them: turned, scaled, as points of tiles.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/filter_points.hpp>
#include <fusenet/backends/cpu/store_line.hpp>
#include <fusenet/schedule/weight_layout.hpp>
#include <fusenet/schedule/winograd.hpp>
#include <span>
#include <vector>

namespace fusenet::cpu {

/// What affine maps make of a channel: gain * x + shift.
struct affine {
    double gain = 1, shift = 0;
};

/// The filters of one layer become outputs [first, first + sums.size()) of a stage. They come in pieces, in order:
///
///   for each block of 16 filters of a panel
///       for each 72 values of a filter
///           turn the block, so that the same value of all filters lies side by side
///           for each value
///               scale, and store at [panel][tap][in][filter], or transform and store at [point][panel][in][filter]
///
/// Depthwise filters are one panel of all channels, and transposed ones come by inputs. Weights are folded and
/// transformed in double, and rounded once to float; panels may store them in 16 bits.
class filters {
public:
    schedule::packing form;
    bool depthwise = false;
    bool transposed = false;      // the outermost axis is the input
    int first = 0;
    std::span<const affine> in;   // of the stage's inputs, and
    std::span<const affine> out;  // of this layer's outputs; empty where nothing is folded
    float* to = nullptr;
    std::vector<double> sums;     // of each output: its own bias, and what shifted inputs add as filters are put
    misfit too_much{};            // of the weights that were put

    /// The filters from `index` of the outermost axis on.
    void put(long long index, std::span<const float> values) {
        if (transposed) put_inputs(index, values);
        else if (form.rows && !depthwise) put_rows(index, values);
        else put_panels(index, values);
    }

private:
    static constexpr int block = filters_of_line, together = channels_of_point;
    static constexpr int most = 9 * together;
    template <class T>
    using line = filter_line<T>;
    template <class Form>
    using points = filter_points<Form>;

    double in_gain(long long channel) const { return in.empty() ? 1 : in[static_cast<std::size_t>(channel)].gain; }
    double in_shift(long long channel) const { return in.empty() ? 0 : in[static_cast<std::size_t>(channel)].shift; }
    double out_gain(long long o) const { return out.empty() ? 1 : out[static_cast<std::size_t>(o)].gain; }
    long long depth() const { return depthwise ? form.taps : form.depth(); }
    double& sum(long long o) { return sums[static_cast<std::size_t>(o)]; }

    void put_panels(long long o, std::span<const float> values) {
        const long long end = o + static_cast<long long>(values.size()) / depth();
        for (const float* from = values.data(); o < end;) {
            const long long within = (first + o) % form.to;
            const long long left = depthwise ? end - o : std::min(form.width - within % form.width, form.to - within);
            const int count = static_cast<int>(std::min({left, end - o, 1LL * block}));
            put_block(o, count, from);
            o += count;
            from += count * depth();
        }
    }

    /// `count` filters of one panel.
    void put_block(long long o, int count, const float* from) {
        const int made = static_cast<int>(first + o), group = depthwise ? 0 : made / form.to;
        if (depthwise) return put_lines(o, count, from, to + made, form.padded());
        if (form.tile == 2) return put_tiles(schedule::winograd_form<2>, o, count, from);
        if (form.tile == 4) return put_tiles(schedule::winograd_form<4>, o, count, from);
        if (form.strassen) return put_quarters(o, count, from);
        const long long at = form.in_panels(group, made - group * form.to, 0, 0);
        auto put = [&](auto* all) { put_lines(o, count, from, all + at, form.width); };
        switch (form.stored) {
            case weight_storage::float32: return put(to);
            case weight_storage::bfloat16: return put(reinterpret_cast<bfloat16*>(to));
            case weight_storage::float16: return put(reinterpret_cast<float16*>(to));
        }
    }

    template <class Weight>
    void put_lines(long long o, int count, const float* from, Weight* at, long long step) {
        line<float> turned[most];
        const long long all = depth(), next_tap = form.from * step, next_channel = step - form.taps * next_tap;
        int tap = 0;
        for (long long done = 0; done < all; done += most) {
            const int here = static_cast<int>(std::min<long long>(most, all - done));
            turn(o, count, from, done, here, turned);
            for (int j = 0; j < here; ++j) {
                if (store_line(turned[j].of, count, at))
                    too_much.note<Weight>(turned[j].of, count, o * all + done + j, all, from + done + j);
                at += next_tap;
                if (++tap == form.taps) tap = 0, at += next_channel;
            }
        }
    }

    /// Filters of 3x3 as the points of a tile.
    template <class Form>
    void put_tiles(const Form& tile, long long o, int count, const float* from) {
        line<double> turned[most]{};
        points<Form> made;
        for (int channel = 0; channel < form.from; channel += together) {
            const int here = std::min(together, form.from - channel);
            turn(o, count, from, 9LL * channel, 9 * here, turned);
            for (int c = 0; c < here; ++c) made.make(tile, turned + 9 * c, c);
            put_points(made, o, count, channel, here);
        }
    }

    /// Points of `here` channels from `channel` on.
    template <class Form>
    void put_points(const points<Form>& made, long long o, int count, long long channel, int here) const {
        const long long within = first + o, panel = within / form.width;
        float* at = to + (panel * form.from + channel) * form.width + within % form.width;
        for (int p = 0; p < points<Form>::count; ++p, at += 1LL * form.padded() * form.from)
            for (int c = 0; c < here; ++c) store_line(made.of[p][c].of, count, at + c * form.width);
    }

    /// Filters of one cell as sums of quarters. The memory was zero.
    void put_quarters(long long o, int count, const float* from) {
        line<float> turned[most];
        for (int done = 0; done < form.from; done += most) {
            const int here = std::min(most, form.from - done);
            turn(o, count, from, done, here, turned);
            for (int j = 0; j < here; ++j) add_to_products(form, to, first + o, count, done + j, turned[j].of);
        }
    }

    /// Values [done, done + here) of each of `count` filters, folded, the same value of all side by side.
    template <class T>
    void turn(long long o, int count, const float* from, long long done, int here, line<T>* turned) {
        for (int k = 0; k < count; ++k) {
            const float* const row = from + k * depth() + done;
            const double gain = out_gain(o + k);
            if (in.empty()) {
                for (int j = 0; j < here; ++j) turned[j].of[k] = static_cast<T>(row[j] * gain);
                continue;
            }
            double shifts = sum(o + k);
            const long long first_in = depthwise ? first + o + k : (first + o + k) / form.to * form.from;
            for (int j = 0; j < here; ++j) {
                const affine& a = in[static_cast<std::size_t>(first_in + (done + j) / form.taps)];
                shifts += row[j] * a.shift;
                turned[j].of[k] = static_cast<T>(row[j] * a.gain * gain);
            }
            sum(o + k) = shifts;
        }
    }

    /// As [out][tap][in], for libraries.
    void put_rows(long long o, std::span<const float> values) {
        for (const float *from = values.data(), *const end = from + values.size(); from < end; ++o) {
            const long long made = first + o, group = made / form.to;
            for (int c = 0; c < form.from; ++c)
                for (int t = 0; t < form.taps; ++t) {
                    const double w = *from++;
                    sum(o) += w * in_shift(group * form.from + c);
                    const double folded = w * in_gain(group * form.from + c) * out_gain(o);
                    to[made * depth() + 1LL * t * form.from + c] = static_cast<float>(folded);
                }
        }
    }

    /// Filters [in][out of a group][tap] of a transposed convolution.
    void put_inputs(long long index, std::span<const float> values) {
        if (form.tile && !form.rows) {
            const auto size = static_cast<std::size_t>(9 * form.to);
            for (; !values.empty(); values = values.subspan(size), ++index)
                if (form.tile == 2) put_input_in_tiles(schedule::winograd_form<2>, index, values.data());
                else put_input_in_tiles(schedule::winograd_form<4>, index, values.data());
        } else if (form.strassen) {
            for (const float *from = values.data(), *const end = from + values.size(); from < end; ++index)
                for (int o = 0; o < form.to; ++o) {
                    const double w = *from++, folded = w * in_gain(index) * out_gain(o);
                    sum(o) += w * in_shift(index);
                    add_to_products(form, to, first + o, 1, index, &folded);
                }
        } else {
            put_inputs_in_classes(index, values);
        }
    }

    /// A transposed convolution of stride 1 is a plain one whose taps come from the last to the first.
    template <class Form>
    void put_input_in_tiles(const Form& tile, long long channel, const float* from) {
        points<Form> made;
        for (int o = 0, count = 0; o < form.to; o += count) {
            count = std::min({block, form.width - o % form.width, form.to - o});
            line<double> turned[9]{};
            for (int k = 0; k < count; ++k)
                for (int t = 0; t < 9; ++t) {
                    const double w = *from++;
                    sum(o + k) += w * in_shift(channel);
                    turned[8 - t].of[k] = w * in_gain(channel) * out_gain(o + k);
                }
            made.make(tile, turned, 0);
            put_points(made, o, count, channel, 1);
        }
    }

    void put_inputs_in_classes(long long index, std::span<const float> values) {
        struct place {
            long long first, from_panel_to_panel;
        };
        std::vector<place> of_tap;
        for (int t = 0; t < form.taps; ++t) {
            const long long at = form.in_panels(0, 0, 0, t);
            of_tap.push_back({at, form.in_panels(0, form.width, 0, t) - at});
        }
        for (const float *from = values.data(), *const end = from + values.size(); from < end; ++index) {
            const long long group = index / form.from, c = index % form.from;
            for (int within = 0; within < form.to; ++within)
                for (int t = 0; t < form.taps; ++t) {
                    const long long o = group * form.to + within;
                    const place& p = of_tap[static_cast<std::size_t>(t)];
                    const long long at = form.rows ? o * depth() + 1LL * t * form.from + c
                                                   : group * depth() * form.padded() + p.first +
                                                         within / form.width * p.from_panel_to_panel + c * form.width +
                                                         within % form.width;
                    const double w = *from++;
                    sum(o) += w * in_shift(index);
                    to[at] = static_cast<float>(w * in_gain(index) * out_gain(o));
                }
        }
    }
};

}  // namespace fusenet::cpu
