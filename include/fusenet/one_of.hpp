// one_of<models...>: several networks known to the compiler, of which a file of weights says which one it is for.
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fusenet {

namespace detail {

inline std::string spelled(const parameter& p) {
    text<160> to;
    to.put(p.name.view()).put(' ');
    put(to, p.extent);
    return std::string(to.view());
}

/// Of each table the first row in which not all agree, each once.
inline std::string differences(std::span<const std::span<const parameter>> tables) {
    const auto row = [&](std::size_t table, std::size_t k) {
        return k < tables[table].size() ? spelled(tables[table][k]) : std::string("no more");
    };
    std::size_t k = 0;
    const auto agree = [&] {
        for (std::size_t t = 1; t < tables.size(); ++t)
            if (row(t, k) != row(0, k)) return false;
        return true;
    };
    while (k < tables[0].size() && agree()) ++k;
    std::string all;
    std::vector<std::string> said;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        if (std::ranges::find(said, row(t, k)) != said.end()) continue;
        said.push_back(row(t, k));
        all.append(all.empty() ? "" : ", ").append(said.back());
    }
    return all;
}

}  // namespace detail

/// one_of<stream<amp<8>>, stream<amp<16>>> model("amp.safetensors"); model.step(in, out);
///
/// `Models` are compile<...> or stream<...>, of the same inputs and outputs. Which of them runs is looked up once for each
/// call; in it all is as if that were the only one. A file that fits none is an error that says what it holds and what
/// would fit, and leaves the model as it was.
template <class... Models>
class one_of {
    static_assert(sizeof...(Models) > 0);

public:
    static constexpr std::size_t count = sizeof...(Models);

    /// None yet: what would run it is an error.
    one_of() = default;
    explicit one_of(const std::string& path) { load(path); }
    explicit one_of(const parameter_set& given) { load(given); }

    /// The first that the file's tensors fit, by name and extent.
    status try_load(const std::string& path) {
        status last;
        bool fits = false;
        const auto take = [&]<class Model>(std::type_identity<Model>) {
            if (fits) return;
            auto opened = try_open_safetensors(path, Model::parameters().table());
            if (!opened) return;
            fits = true;
            last = put<Model>(*opened);
        };
        (take(std::type_identity<Models>()), ...);
        return fits ? last : none_fits(path);
    }
    /// The first whose parameters are those of the set.
    status try_load(const parameter_set& given) {
        status last;
        bool fits = false;
        const auto take = [&]<class Model>(std::type_identity<Model>) {
            if (fits || !try_find_all(Model::parameters().table(), given)) return;
            fits = true;
            last = put<Model>(given);
        };
        (take(std::type_identity<Models>()), ...);
        if (fits) return last;
        std::string found;
        for (const parameter& p : given.table()) add(found, detail::spelled(p));
        return failure{"the parameters fit none of the " + std::to_string(count) + " networks; found " + found + "; expected " + supported()};
    }
    void load(const std::string& path) { try_load(path).require(); }
    void load(const parameter_set& given) { try_load(given).require(); }

    /// Which of the models it is, from 0 on; -1 before the first file.
    int index() const { return static_cast<int>(model_.index()) - 1; }

    /// f(model), of the one that was chosen.
    template <class F>
    void visit(F&& f) {
        std::visit(
            [&](auto& chosen) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(chosen)>, std::monostate>) raise("one_of: no file has been loaded");
                else f(chosen);
            },
            model_);
    }
    /// As the chosen one does.
    template <class In, class... Outputs>
    void operator()(const In& in, Outputs&&... out) {
        visit([&](auto& chosen) { chosen(in, out...); });
    }
    template <class In, class... Outputs>
    void step(const In& in, Outputs&&... out) {
        visit([&](auto& chosen) { chosen.step(in, out...); });
    }
    void reset() {
        visit([](auto& chosen) { chosen.reset(); });
    }

private:
    template <class Model, class Given>
    status put(Given& given) {
        Model fresh;
        const status loaded = fresh.try_load(given);
        if (loaded) model_.template emplace<Model>(std::move(fresh));
        return loaded;
    }

    static void add(std::string& to, const std::string& what) { to.append(to.empty() ? "" : ", ").append(what); }

    static std::string supported() {
        const std::vector<parameter_set> sets{Models::parameters()...};
        std::vector<std::span<const parameter>> tables;
        for (const parameter_set& s : sets) tables.push_back(s.table());
        return detail::differences(tables);
    }

    /// Why no model fits: a file that cannot be read at all, or what it holds.
    static status none_fits(const std::string& path) {
#if FUSENET_HAS_JSON
        auto source = weight_files::byte_source::open(path);
        if (!source) return source.why();
        const auto header = weight_files::read_safetensors_header(*source);
        if (!header) return header.why();
        std::string found;
        for (const auto& t : header->tensors) add(found, std::string(t.name) + ' ' + weight_files::spelled(t.extent));
        return failure{path + ": fits none of the " + std::to_string(count) + " networks; found " + found + "; expected " + supported()};
#else
        return try_open_safetensors(path, {}).why();
#endif
    }

    std::variant<std::monostate, Models...> model_;
};

}  // namespace fusenet
