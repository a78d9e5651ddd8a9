// One program, two models for several instruction sets: each set forced, and the best one chosen. The argument says which
// one that is on this processor, or `any`.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/dispatch.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "nets.hpp"

using namespace fusenet;

namespace {

int faults = 0;
void expect(bool right, const std::string& what) {
    if (right) return;
    std::printf("WRONG: %s\n", what.c_str());
    ++faults;
}

std::vector<float> random_floats(std::size_t count, unsigned seed) {
    std::mt19937 bits(seed);
    std::vector<float> values(count);
    for (float& v : values) v = static_cast<float>(bits() >> 8) / (1 << 23) - 1.f;
    return values;
}

template <class A>
double distance(const std::vector<float>& a, const std::vector<A>& b) {
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(double{a[i]} - double{b[i]}));
    return most;
}

template <class Does>
std::string complaint(Does does) {
    try {
        does();
        return "";
    } catch (const error& e) {
        return e.what();
    }
}

}  // namespace

int main(int count, char** arguments) {
    const std::string best_here = count > 1 ? arguments[1] : "any";
    auto weights = image_model::parameters();
    weights.randomise(1);
    const auto image = random_floats(image_model::input_size, 100);
    std::vector<float> scores(image_model::output_size);
    const auto expected = reference::run<images>(weights.values().data(), image)[0];

    auto signal_weights = signal_model::parameters();
    signal_weights.randomise(200);
    constexpr std::size_t steps = 40;
    const auto samples = random_floats(3 * steps, 300);
    std::vector<float> first(2 * steps);

    using for_images = dispatched<image_model>;
    using for_signals = dispatched<signal_model>;
    for (const instruction_set set : for_images::sets()) {
        const std::string name(name_of(set));
        if (!for_images::runs(set)) {
            const std::string said = complaint([&] { for_images model(set); });
            expect(said.find("cannot run the variant for " + name + "; it lacks ") != std::string::npos, said);
            std::printf("%s refused: %s\n", name.c_str(), said.c_str());
            continue;
        }
        for_images model(set);
        expect(model.instructions() == set, name + ": instructions()");
        model.load(weights);
        model(image, scores);
        expect(distance(scores, expected) < 1e-6, name + " beside the reference");  // of probabilities
        const std::vector<float> alone = scores;
        model.threads(2)(image, scores);
        expect(scores == alone, name + " with two threads");
        std::vector<float> arena(static_cast<std::size_t>(model.working_bytes(2)) / 4);
        float* const out[] = {scores.data()};
        std::fill(scores.begin(), scores.end(), 0.f);
        model.run(image.data(), out, 1, arena.data());
        expect(scores == alone, name + " in the caller's arena");
        expect(complaint([&] { model(std::span(image).first(3), scores); }).find("expected 715") != std::string::npos,
              name + " with an input of a wrong size");
        expect(complaint([&] { model.load("no such file"); }).find("no such file") != std::string::npos, name + ": a file");

        for_signals sound(set);
        sound.load(signal_weights);
        std::vector<float> answers(2 * steps), again(2 * steps);
        sound.step(samples, answers);
        sound.reset();
        for (std::size_t s = 0; s < steps; ++s) sound.step(std::span(samples).subspan(3 * s, 3), std::span(again).subspan(2 * s, 2));
        expect(answers == again, name + ": a signal in one piece and step by step");
        for_signals other = std::move(sound);
        const auto voice = other.new_state();
        std::fill(again.begin(), again.end(), 0.f);
        for (std::size_t s = 0; s < steps; ++s) {
            other.step(std::span(samples).subspan(3 * (steps - 1 - s), 3), std::span(again).subspan(2 * s, 2));
            other.step(*voice, std::span(samples).subspan(3 * s, 3), std::span(again).subspan(2 * s, 2));
        }
        expect(answers == again, name + ": another signal beside the model's own");
        for (const instruction_set third : for_images::sets())
            if (third != set && for_signals::runs(third))
                expect(complaint([&] { for_signals(third).step(*voice, samples, again); }).find("of other instructions") != std::string::npos,
                       name + ": a state of other instructions");
        sound.reset();  // nothing, as it was moved from
        expect(complaint([&] { sound.step(samples, again); }).find("moved from") != std::string::npos, name + ": moved from");
        if (set == for_images::sets()[0]) first = answers;
        expect(distance(answers, first) < 1e-5, name + ": a signal beside the first set's");
        std::printf("%s runs\n", name.c_str());
    }
    const instruction_set best = for_images::best();
    expect(dispatched<image_model>().instructions() == best, "the best one is chosen");
    std::printf("best: %s\n", std::string(name_of(best)).c_str());
    if (best_here != "any") expect(name_of(best) == best_here, "expected " + best_here);
    using others = dispatched<image_model, usual_instruction_sets[0]>;
    const std::string said = complaint([] { others model(static_cast<instruction_set>(77)); });
    expect(said == "dispatch: no variant for unknown; there are: " + std::string(name_of(usual_instruction_sets[0])) ||
              usual_instruction_sets[0] == instruction_set::scalar, said);
    std::printf("%d faults\n", faults);
    return faults != 0;
}
