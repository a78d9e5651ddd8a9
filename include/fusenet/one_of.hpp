// one_of<models...>: several networks known to the compiler, of which a file of weights says which one it is for.
#pragma once

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/core/executor.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/arrange.hpp>
#include <fusenet/weights/none_fits.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <fusenet/weights/value_source.hpp>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fusenet {

namespace detail {

template <class Model>
concept steps_by_numbers = requires(Model& m) {
    { m.step(0.f) } -> std::same_as<float>;
};
template <class Model>
concept has_a_signal = requires(Model& m) { m.reset(); };
template <class Model>
concept has_threads = requires(Model& m) { m.threads(1); };

}  // namespace detail

/// one_of<stream<amp<8>>, stream<amp<16>>> model("amp.safetensors"); model.step(in, out);
///
/// `Models` are compile<...> or stream<...>, of the same inputs and outputs. Which of them runs is looked up once for
/// each call; in it all is as if that were the only one. What fits none is an error that says which is nearest and what it
/// misses there, and leaves the model as it was. What is loaded begins as a new model does, a signal from its start.
template <class... Models>
class one_of {
    static_assert(sizeof...(Models) > 0);
    using first = std::variant_alternative_t<0, std::variant<Models...>>;

    static constexpr bool numbers = (detail::steps_by_numbers<Models> && ...);
    static constexpr bool streams = (detail::has_a_signal<Models> && ...);
    static constexpr bool threaded = (detail::has_threads<Models> && ...);

    template <class A, class B>
    static constexpr bool of_same_extents = [] {
        if (!std::is_same_v<typename A::input_element, typename B::input_element> || A::input_size != B::input_size ||
            A::plan::output_count != B::plan::output_count)
            return false;
        for (int k = 0; k < A::plan::output_count; ++k)
            if (A::plan::output_at(k).size() != B::plan::output_at(k).size()) return false;
        return true;
    }();
    static constexpr bool alike = (of_same_extents<first, Models> && ...);

public:
    using input_element = typename first::input_element;
    static constexpr std::size_t count = sizeof...(Models);

    /// None yet: what would run it is an error.
    one_of() = default;
    explicit one_of(const std::string& path, const load_options& options = {}) { load(path, options); }
    explicit one_of(const parameter_set& given) { load(given); }

    /// The first that the tensors fit, by name and extent: those of a .safetensors file, or of a folder of .npy files.
    /// There is no form for a value_source, since that is opened for one network's parameters.
    status try_load(const std::string& path, const load_options& options = {}) {
        std::error_code none;
        if (std::filesystem::is_directory(path, none))
            return choose([&](auto table) { return try_open_npy_folder(path, table, options); },
                          [&](auto tables) { return weight_files::no_folder_fits(path, tables, options); });
        return choose([&](auto table) { return try_open_safetensors(path, table, options); },
                      [&](auto tables) { return weight_files::no_file_fits(path, tables, options); });
    }
    /// The first whose parameters are those of the set.
    status try_load(const parameter_set& given) {
        return choose([&](auto table) { return try_find_all(table, given); },
                      [&](auto tables) { return weight_files::no_set_fits(given, tables); });
    }
    void load(const std::string& path, const load_options& options = {}) { try_load(path, options).require(); }
    void load(const parameter_set& given) { try_load(given).require(); }

    /// Which of the models it is, from 0 on; -1 before the first file.
    int index() const { return static_cast<int>(model_.index()) - 1; }

    /// f(model), of the one that was chosen; and its answer, if that has the same type for all.
    template <class F>
    decltype(auto) visit(F&& f) {
        return visit_in(model_, f);
    }
    template <class F>
    decltype(auto) visit(F&& f) const {
        return visit_in(model_, f);
    }

    /// From now on so many threads share a run, as with compile<...>, whatever is loaded later. Those that a model is
    /// given in `visit` are its own, and go with it.
    one_of& threads(int count, sharing by = sharing::image)
        requires threaded
    {
        return share({count, by, {}});
    }
    /// The same for threads of the caller, an `executor`, which must outlive its use.
    template <executor Executor>
    one_of& threads(int count, Executor& others, sharing by = sharing::image)
        requires threaded
    {
        return share({count, by, executor_reference(others)});
    }
    int threads() const
        requires threaded
    {
        return index() < 0 ? shared_.count : visit([](const auto& chosen) { return chosen.threads(); });
    }
    /// Of the arena that `run` works in.
    long long working_bytes() const
        requires threaded
    {
        return visit([](const auto& chosen) { return chosen.working_bytes(); });
    }

    /// As the chosen one does.
    template <class In, class... Outputs>
    void operator()(const In& in, Outputs&&... out) {
        visit([&](auto& chosen) { chosen(in, out...); });
    }
    template <class In, class... Outputs>
        requires(sizeof...(Outputs) > 0)
    void step(const In& in, Outputs&&... out) {
        visit([&](auto& chosen) { chosen.step(in, out...); });
    }
    /// Where all are streams from one number to one.
    float step(float x)
        requires numbers
    {
        return visit([x](auto& chosen) { return chosen.step(x); });
    }
    void reset() {
        visit([](auto& chosen) { chosen.reset(); });
    }

    /// As the chosen one does, without checks; before the first file it ends the program. Of streams:
    void run(const input_element* in, float* const* out, std::size_t pieces = 1) noexcept
        requires(streams && alike)
    {
        visit([&](auto& chosen) { chosen.run(in, out, pieces); });
    }
    /// Of compile<...>; the arena has working_bytes() bytes.
    void run(const input_element* in, float* const* out, std::size_t images, float* arena) const noexcept
        requires(threaded && alike)
    {
        visit([&](const auto& chosen) { chosen.run(in, out, images, arena); });
    }

private:
    struct sharers {
        int count = 1;
        sharing by = sharing::image;
        std::optional<executor_reference> others;

        template <class Model>
        void share(Model& model) {
            if (others) model.threads(count, *others, by);
            else model.threads(count, by);
        }
    };

    one_of& share(sharers given) {
        if (given.count < 1 || given.count > most_threads)
            raise("threads: expected 1 to " + std::to_string(most_threads) + ", found " + std::to_string(given.count));
        if (index() >= 0) visit([&](auto& chosen) { given.share(chosen); });
        shared_ = given;
        return *this;
    }

    template <class Variant, class F>
    static decltype(auto) visit_in(Variant& model, F& f) {
        using answer = decltype(f(std::get<1>(model)));
        constexpr bool same = (std::is_same_v<answer, decltype(f(std::get<Models>(model)))> && ...);
        using given = std::conditional_t<same, answer, void>;
        return std::visit(
            [&](auto& chosen) -> given {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(chosen)>, std::monostate>) raise(no_file);
                else if constexpr (std::is_void_v<given>) static_cast<void>(f(chosen));
                else return f(chosen);
            },
            model);
    }

    template <class Model>
    status put(value_source& given) {
        Model fresh;
        const status loaded = fresh.try_load(given);
        if (!loaded) return loaded;
        if constexpr (threaded)
            if (shared_.count > 1 || shared_.others) shared_.share(fresh);
        model_.template emplace<Model>(std::move(fresh));
        return loaded;
    }

    template <class Open, class Why>
    status choose(Open open, Why why_none) {
        status last;
        bool fits = false;
        const auto take = [&]<class Model>(std::type_identity<Model>) {
            if (fits) return;
            auto opened = open(Model::parameters().table());
            if (!opened) return;
            fits = true;
            last = put<Model>(*opened);
        };
        (take(std::type_identity<Models>()), ...);
        if (fits) return last;
        const std::vector<std::span<const parameter>> tables{Models::parameters().table()...};
        return why_none(weight_files::parameter_tables(tables));
    }

    static constexpr const char* no_file = "one_of: no file has been loaded";

    std::variant<std::monostate, Models...> model_;
    sharers shared_;
};

}  // namespace fusenet
