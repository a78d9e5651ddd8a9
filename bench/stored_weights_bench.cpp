// Dense layers by how their weights are stored: VGG16's and AlexNet's, each format in turn, and how much less time it
// takes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <fusenet.hpp>
#include <memory>
#include <vector>

using namespace fusenet;

namespace {

constexpr auto of_vgg16 = input(25088) | dense(4096) | relu() | dense(4096) | relu() | dense(1000) | softmax();
constexpr auto of_alexnet = input(9216) | dense(4096) | relu() | dense(4096) | relu() | dense(1000) | softmax();
constexpr auto last_of_resnet = input(2048) | dense(1000) | softmax();

struct measured {
    const char* stored;
    double mebibytes;
    std::function<void()> run;
    std::vector<double> microseconds{};
};

template <const auto& Net, weight_storage Stored>
measured model_of(team& crew, int threads) {
    using model_type = compile<Net, Stored>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    auto model = std::make_shared<model_type>(given);
    model->threads(threads, crew);
    std::vector<float> in(static_cast<std::size_t>(model_type::input_size), 0.1f);
    std::vector<float> out(static_cast<std::size_t>(model_type::output_size));
    return {name_of(Stored), static_cast<double>(model_type::weight_bytes) / (1 << 20),
            [=]() mutable { (*model)(in, out); }};
}

template <const auto& Net>
void measure(const char* name, int threads) {
    using clock = std::chrono::steady_clock;
    team crew(threads);  // one for all: it stays awake
    measured all[] = {model_of<Net, weight_storage::float32>(crew, threads),
                      model_of<Net, weight_storage::bfloat16>(crew, threads),
                      model_of<Net, weight_storage::float16>(crew, threads)};
    const auto end = clock::now() + std::chrono::seconds(3);
    do {
        for (measured& m : all) {
            m.run();  // untimed: what ran before has left its traces in the caches
            const auto start = clock::now();
            m.run();
            m.microseconds.push_back(std::chrono::duration<double, std::micro>(clock::now() - start).count());
        }
    } while (clock::now() < end);
    double plain = 0;
    for (measured& m : all) {
        const auto middle = m.microseconds.begin() + static_cast<std::ptrdiff_t>(m.microseconds.size() / 2);
        std::nth_element(m.microseconds.begin(), middle, m.microseconds.end());
        if (plain == 0) plain = *middle;
        std::printf("%-10s %d threads  %-9s %7.1f MiB %10.1f us %7.1f GB/s %6.2fx\n", name, threads, m.stored,
                    m.mebibytes, *middle, m.mebibytes * (1 << 20) / *middle / 1e3, plain / *middle);
    }
}

}  // namespace

int main() {
    for (const int threads : {1, 2}) {
        measure<of_vgg16>("VGG16", threads);
        measure<of_alexnet>("AlexNet", threads);
        measure<last_of_resnet>("ResNet-50", threads);
    }
}
