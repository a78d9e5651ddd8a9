// tune<net>: measures plans of one network for several targets on this machine, and writes the quickest as a header.
//
//   #include <fusenet/tune.hpp>
//   inline constexpr auto net = ...;
//   int main() { fusenet::tune<net>().write("net_target.hpp", "net_target"); }
//
// and in the program itself
//
//   #include "net_target.hpp"
//   fusenet::compile<net, net_target> model("weights.safetensors");
#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <fusenet.hpp>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

/// A target and how long an inference planned for it takes.
struct tuned_target {
    target machine{};
    double microseconds = 0;  // median
    int nests = 0;
    long long arena_bytes = 0;
};

/// What was measured: the untuned target first, then the others in their order.
struct tuning {
    std::vector<tuned_target> tried;
    int threads = 1;

    const tuned_target& best() const {
        return *std::min_element(tried.begin(), tried.end(),
                                 [](const auto& a, const auto& b) { return a.microseconds < b.microseconds; });
    }
    /// How much longer the untuned plan takes than the best: 1 where nothing is better.
    double gain() const { return tried.front().microseconds / best().microseconds; }

    /// A header that defines the best target as `name`, with what was measured as a comment.
    std::string header(const std::string& name) const {
        std::ostringstream to;
        const target& t = best().machine;
        to << "// Written by fusenet::tune, for " << threads << (threads == 1 ? " thread" : " threads") << ". Measured, in microseconds:\n";
        for (const tuned_target& one : tried)
            to << "//   " << one.microseconds << " with l2 = " << one.machine.l2 << ", balance = " << one.machine.balance << ": " << one.nests
               << " nests, an arena of " << one.arena_bytes << " bytes\n";
        to << "#pragma once\n\n#include <fusenet/core/target.hpp>\n\ninline constexpr fusenet::target " << name << "{.lanes = " << t.lanes
           << ", .registers = " << t.registers << ", .l1 = " << t.l1 << ", .l2 = " << t.l2 << ", .l3 = " << t.l3 << ", .cores = " << t.cores
           << ", .balance = " << t.balance
           << ", .meeting = " << t.meeting << "};\n";
        return to.str();
    }
    /// Writes `header`. Throws std::runtime_error if the file cannot be written.
    void write(const std::string& path, const std::string& name) const {
        std::ofstream to(path);
        to << header(name);
        if (!to.flush()) throw std::runtime_error(path + ": cannot be written");
    }
};

namespace detail {

/// One plan of a network, ready to be timed.
struct tuned_plan {
    virtual ~tuned_plan() = default;
    virtual void run() = 0;
    tuned_target is{};
    std::vector<double> times;
};

template <class Model>
struct timed_model final : tuned_plan {
    Model model;
    using value = typename Model::input_element;
    std::vector<value> in = std::vector<value>(static_cast<std::size_t>(Model::input_size), value(1));
    std::vector<std::vector<float>> outputs;
    std::vector<float*> out;
    aligned_floats arena;

    explicit timed_model(int threads)
        : model([] {
              parameter_set given = Model::parameters();
              given.randomise(1);
              return given;
          }()) {
        model.threads(threads);
        for (int k = 0; k < Model::output_count; ++k) outputs.emplace_back(static_cast<std::size_t>(Model::output_at(k).size()));
        for (auto& o : outputs) out.push_back(o.data());
        arena = aligned_floats(static_cast<std::size_t>(model.working_bytes() / 4));
        is = {Model::machine, 0, Model::nest_count, Model::arena_bytes};
    }
    void run() override { model.run(in.data(), out.data(), 1, arena.data()); }
};

constexpr target scaled(target t, int l2_numerator, int l2_denominator, int balance) {
    t.l2 = t.l2 * l2_numerator / l2_denominator;
    t.balance = balance;
    return t;
}

}  // namespace detail

/// Measures `Net` as planned for `Untuned` and for `Others`, by turns, each in its own memory and with the same seeded
/// weights. Each is a whole model to compile. `seconds`: how long to measure each.
template <const auto& Net, target Untuned, target... Others>
tuning tune_among(int threads = 1, double seconds = 1) {
    using clock = std::chrono::steady_clock;
    std::vector<std::unique_ptr<detail::tuned_plan>> plans;
    plans.push_back(std::make_unique<detail::timed_model<compile<Net, Untuned>>>(threads));
    (plans.push_back(std::make_unique<detail::timed_model<compile<Net, Others>>>(threads)), ...);
    auto timed = [](detail::tuned_plan& p) {
        const auto start = clock::now();
        p.run();
        return std::chrono::duration<double, std::micro>(clock::now() - start).count();
    };
    const auto end = clock::now() + std::chrono::duration<double>(seconds * static_cast<double>(plans.size()));
    do {
        for (auto& p : plans) {
            timed(*p);  // untimed: what ran before has left its traces in the caches
            for (int k = 0; k < 3; ++k) p->times.push_back(timed(*p));
        }
    } while (clock::now() < end);
    tuning result{{}, threads};
    for (auto& p : plans) {
        const auto middle = p->times.begin() + static_cast<std::ptrdiff_t>(p->times.size() / 2);
        std::nth_element(p->times.begin(), middle, p->times.end());
        p->is.microseconds = *middle;
        result.tried.push_back(p->is);
    }
    return result;
}

/// The same among the target that the compiler's flags suggest and six around it: other sizes of L2, which decide how
/// tall bands are and what becomes one nest, and other balances, which decide what is worth more arithmetic.
template <const auto& Net, target Untuned = target{}>
tuning tune(int threads = 1, double seconds = 1) {
    using detail::scaled;
    return tune_among<Net, Untuned, scaled(Untuned, 1, 4, Untuned.balance), scaled(Untuned, 1, 2, Untuned.balance),
                      scaled(Untuned, 2, 1, Untuned.balance), scaled(Untuned, 4, 1, Untuned.balance),
                      scaled(Untuned, 1, 1, Untuned.balance / 2), scaled(Untuned, 1, 1, Untuned.balance * 2)>(threads, seconds);
}

}  // namespace fusenet
