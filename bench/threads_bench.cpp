// What sharing costs: one meeting of threads, the call of a team, SqueezeNet by each kind of threads, with the cores to
// itself, beside threads that never rest, and beside another model; and a batch divided in two ways.
// needs: benchmark openmp
#include <fusenet/benchmark.hpp>
#include <fusenet/networks/squeezenet.hpp>
#include <fusenet/openmp.hpp>
#include <thread>

using namespace fusenet;

namespace {

using model_type = compile<networks::squeezenet1_1, target{.cores = 2}>;

/// What is shared: two pieces that take a while; with nothing to do, one thread would do all before the other comes.
void piece() {
    for (int k = 0; k < 100; ++k) detail::relax();
}

struct meetings {
    int pieces(std::uint32_t) const { return 2; }
    void run(std::uint32_t, int) const { piece(); }
    void finish(std::uint32_t) const {}
};

constexpr int phases = 1000;

void never_meet(benchmark::State& state) {
    for (auto _ : state)
        for (int k = 0; k < phases; ++k) piece();
}

void meet_in_a_crew(benchmark::State& state) {
    team pair(2);
    for (auto _ : state) {
        meetings job;
        cpu::crew<meetings> crew(job, phases);
        pair(2, shared_work(crew));
    }
}

void meet_by_openmp(benchmark::State& state) {
    for (auto _ : state) {
#pragma omp parallel num_threads(2)
        for (int k = 0; k < phases; ++k) {
            piece();
#pragma omp barrier
        }
    }
}

/// One call for one meeting, as soon as the last is over, or when the team has gone to sleep.
template <bool Asleep>
void call_a_team(benchmark::State& state) {
    team pair(2);
    for (auto _ : state) {
        if constexpr (Asleep) {
            state.PauseTiming();
            std::this_thread::sleep_for(10 * usual_wait);
            state.ResumeTiming();
        }
        meetings job;
        cpu::crew<meetings> crew(job, 1);
        pair(2, shared_work(crew));
    }
}

/// Threads that never rest, as long as it lives.
class busy {
public:
    explicit busy(int threads) {
        for (int k = 0; k < threads; ++k)
            threads_.emplace_back([this] {
                while (!ends_.load(std::memory_order_relaxed)) detail::relax();
            });
    }
    ~busy() {
        ends_ = true;
        for (std::thread& t : threads_) t.join();
    }
    busy(const busy&) = delete;
    busy& operator=(const busy&) = delete;

private:
    std::atomic<bool> ends_ = false;
    std::vector<std::thread> threads_;
};

enum class by { one_thread, team, openmp };

struct sharer : detail::bench_case<model_type> {
    explicit sharer(by whom) : bench_case(whom == by::one_thread ? 1 : 2) {
        if (whom == by::openmp) model.threads(2, openmp);
    }
    void once() { model.run(in.data(), out.data(), 1, arena.data()); }
};

void share(benchmark::State& state, by whom, int others) {
    sharer one(whom);
    one.once();
    const busy beside(others);
    for (auto _ : state) one.once();
}

/// While another thread of the program does the same with a model of its own.
void share_beside_another(benchmark::State& state, by whom) {
    sharer one(whom), other(whom);
    std::atomic<bool> ends = false;
    std::thread beside([&] {
        while (!ends) other.once();
    });
    for (auto _ : state) one.once();
    ends = true;
    beside.join();
}

void batch_of_8(benchmark::State& state, sharing how) {
    constexpr std::size_t images = 8;
    sharer one(by::team);
    one.model.threads(2, how);
    const aligned_floats arena(static_cast<std::size_t>(one.model.working_bytes() / 4));
    const std::vector<float> in(images * static_cast<std::size_t>(model_type::input_size), 0.25f);
    std::vector<float> scores(images * static_cast<std::size_t>(model_type::output_size));
    float* const out[] = {scores.data()};
    for (auto _ : state) one.model.run(in.data(), out, images, arena.data());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(images));
}

template <class... Arguments>
auto* add(const std::string& name, void (*measure)(benchmark::State&, Arguments...),
          std::type_identity_t<Arguments>... arguments) {
    return benchmark::RegisterBenchmark(name.c_str(), measure, arguments...)
        ->UseRealTime()
        ->Unit(benchmark::kMicrosecond);
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    add("meetings:0/pieces:1000", never_meet);
    add("meetings:1000/crew", meet_in_a_crew);
    add("meetings:1000/openmp", meet_by_openmp);
    add("call/awake", call_a_team<false>);
    add("call/asleep", call_a_team<true>)->Iterations(200);  // most of the time it is not called
    const std::pair<by, const char*> all[] = {
        {by::one_thread, "one_thread"}, {by::team, "team:2"}, {by::openmp, "openmp:2"}};
    for (const auto& [whom, name] : all) {
        for (int others : {0, 1, 2})
            add("squeezenet/" + std::string(name) + "/busy_threads:" + std::to_string(others), share, whom, others);
        add("squeezenet/" + std::string(name) + "/beside_another", share_beside_another, whom);
    }
    add("squeezenet/batch:8/sharing:image", batch_of_8, sharing::image);
    add("squeezenet/batch:8/sharing:batch", batch_of_8, sharing::batch);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
