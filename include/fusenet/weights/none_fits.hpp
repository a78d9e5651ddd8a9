// Why a source of weights fits none of several networks: which of them is nearest, and what it misses there.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/arrange.hpp>
#include <fusenet/weights/npy_folder.hpp>
#include <fusenet/weights/offers.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/safetensors.hpp>
#include <fusenet/weights/spelling.hpp>
#include <span>
#include <string>
#include <vector>

namespace fusenet::weight_files {

/// The parameters of several networks.
using parameter_tables = std::span<const std::span<const parameter>>;

/// How far a table is from what a source offers.
struct distance {
    std::size_t names = 0;    // tensors that are missing, or there in vain
    std::size_t extents = 0;  // and those of another extent
    double values = 0;        // by which all the latter differ

    std::size_t tensors() const { return names + extents; }
};

inline distance distance_of(std::span<const parameter> table, std::span<const offer> found, convention order,
                            bool allow_extra) {
    const pairing pairs(table, found, order);
    distance out{pairs.missing.size() + (allow_extra ? 0 : pairs.unused.size())};
    const auto count = [](const std::vector<std::uint64_t>& extent) {
        double all = 1;
        for (const std::uint64_t d : extent) all *= static_cast<double>(d);
        return all;
    };
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (pairs.at[row].zeros()) continue;
        const offer& o = found[pairs.at[row].at];
        if (has_extent(table[row], pairs.wanted[row], order, o)) continue;
        ++out.extents;
        out.values += std::abs(count(o.extent) - count(pairs.wanted[row].extent));
    }
    return out;
}

/// Of each table the rows that tell it from all others; equal tables once.
inline std::string differences(parameter_tables tables) {
    const auto row = [&](std::size_t table, std::size_t k) {
        if (k >= tables[table].size()) return std::string("no more");
        const parameter& p = tables[table][k];
        return in_quotes(p.name.view()) + ' ' + spelled(p.extent);
    };
    std::vector<std::string> said;
    for (std::size_t t = 0; t < tables.size(); ++t) {
        std::vector<std::size_t> others;
        for (std::size_t o = 0; o < tables.size(); ++o)
            if (o != t) others.push_back(o);
        std::string rows;
        for (std::size_t k = 0; k <= tables[t].size() && !others.empty(); ++k) {
            const std::string own = row(t, k);
            if (std::erase_if(others, [&](std::size_t o) { return row(o, k) != own; }))
                rows += (rows.empty() ? "" : " with ") + own;
        }
        if (!rows.empty() && std::ranges::find(said, rows) == said.end()) said.push_back(rows);
    }
    std::string all;
    for (const std::string& s : said) all += (all.empty() ? "" : ", ") + s;
    return all;
}

/// The sentence. What is there and what would fit is listed where extents are wrong, or several networks are as near:
/// elsewhere all that is wrong is what the nearest one, `why`, says.
inline failure none_fits(const std::string& source, parameter_tables tables, const std::vector<distance>& away,
                         std::size_t nearest, std::span<const offer> found, std::string why) {
    if (why.starts_with(source + ": ")) why.erase(0, source.size() + 2);
    if (tables.size() == 1) return {source + ": " + why};
    std::string what = source + ": fits none of the " + std::to_string(tables.size()) + " networks; ";
    const auto as_near = [&](const distance& d) { return d.tensors() == away[nearest].tensors(); };
    if (away[nearest].extents > 0 || std::ranges::count_if(away, as_near) > 1) {
        if (!found.empty()) what += "found " + listed(found, 16) + "; ";
        if (const std::string would = differences(tables); !would.empty()) what += "expected " + would + "; ";
    }
    return {what + "nearest is network " + std::to_string(nearest) + " of 0 to " +
            std::to_string(tables.size() - 1) + ": " + why};
}

/// The one that differs in the fewest tensors, then in the fewest values.
inline std::size_t nearest_of(const std::vector<distance>& away) {
    const auto nearer = [](const distance& a, const distance& b) {
        return a.tensors() != b.tensors() ? a.tensors() < b.tensors() : a.values < b.values;
    };
    return static_cast<std::size_t>(std::ranges::min_element(away, nearer) - away.begin());
}

/// Of a .safetensors file; or why it cannot be read at all.
inline failure no_file_fits(const std::string& path, parameter_tables tables, const load_options& options) {
#if FUSENET_HAS_JSON
    auto source = byte_source::open(path);
    if (!source) return source.why();
    const auto header = read_safetensors_header(*source);
    if (!header) return header.why();
    const auto order = order_of(*header, options);
    if (!order) return {path + ": " + order.message()};
    const std::vector<offer> found = offers_of(*header);
    std::vector<distance> away;
    for (const auto& table : tables) away.push_back(distance_of(table, found, *order, options.allow_extra));
    const std::size_t nearest = nearest_of(away);
    const auto alone = try_open_safetensors(path, tables[nearest], options);
    return none_fits(path, tables, away, nearest, found, alone ? "has changed meanwhile" : alone.message());
#else
    return try_open_safetensors(path, tables[0], options).why();
#endif
}

/// Of a folder of .npy files.
inline failure no_folder_fits(const std::string& path, parameter_tables tables, const load_options& options) {
    std::vector<distance> away;
    std::vector<npy_contents> found;
    for (const auto& table : tables) {
        auto there = read_npy_folder(path, table, options);
        if (!there) return there.why();
        found.push_back(*std::move(there));
        away.push_back(distance_of(table, offers_of(found.back()), found.back().order, options.allow_extra));
    }
    const std::size_t nearest = nearest_of(away);
    const auto alone = try_open_npy_folder(path, tables[nearest], options);
    return none_fits(path, tables, away, nearest, offers_of(found[nearest]),
                     alone ? "has changed meanwhile" : alone.message());
}

/// Of a set.
inline failure no_set_fits(const parameter_set& given, parameter_tables tables) {
    const std::vector<offer> found = offers_of(given);
    std::vector<distance> away;
    for (const auto& table : tables) away.push_back(distance_of(table, found, convention::fusenet, false));
    const std::size_t nearest = nearest_of(away);
    return none_fits("load", tables, away, nearest, found, try_find_all(tables[nearest], given).message());
}

}  // namespace fusenet::weight_files
