// words: texts, numbers and shapes in a row, as a string; and amounts as people read them.
#pragma once

#include <concepts>
#include <fusenet/core/shape.hpp>
#include <string>
#include <string_view>

namespace fusenet::report {

namespace detail {

inline void put_word(std::string& to, std::string_view s) { to.append(s); }
inline void put_word(std::string& to, char letter) { to.push_back(letter); }
inline void put_word(std::string& to, std::integral auto number) { to.append(std::to_string(number)); }
inline void put_word(std::string& to, shape s) {
    text<40> shown;
    put(shown, s);
    to.append(shown.view());
}

}  // namespace detail

/// add(line, "stage ", 3, ": ", extent): appends each part.
template <class... Parts>
void add(std::string& to, const Parts&... parts) {
    (detail::put_word(to, parts), ...);
}

template <class... Parts>
std::string words(const Parts&... parts) {
    std::string all;
    add(all, parts...);
    return all;
}

/// At least three digits, no more than two decimals: "3.14", "31.4", "3140".
inline std::string three_digits(double x) {
    const int scale = x < 9.995 ? 100 : x < 99.95 ? 10 : 1;
    const long long rounded = static_cast<long long>(x * scale + 0.5);
    std::string shown = std::to_string(rounded / scale);
    if (long long rest = rounded % scale) {
        shown.push_back('.');
        for (int digit = scale / 10; rest > 0; rest %= digit, digit /= 10)
            shown.push_back(static_cast<char>('0' + rest / digit));
    }
    return shown;
}

/// "64 B", "12.5 KiB", "3.14 MiB".
inline std::string bytes(long long n) {
    if (n < 1024) return words(n, " B");
    const double kib = static_cast<double>(n) / 1024;
    if (kib < 999.5) return words(three_digits(kib), " KiB");
    if (kib < 999.5 * 1024) return words(three_digits(kib / 1024), " MiB");
    return words(three_digits(kib / 1024 / 1024), " GiB");
}

/// "64", "12.5 k", "3.14 M", "7.2 G".
inline std::string amount(long long n) {
    const double x = static_cast<double>(n);
    if (x < 1e3) return std::to_string(n);
    if (x < 999.5e3) return words(three_digits(x / 1e3), " k");
    if (x < 999.5e6) return words(three_digits(x / 1e6), " M");
    return words(three_digits(x / 1e9), " G");
}

/// `count` of something: "1 step", "3 steps".
inline std::string several(long long count, std::string_view what) {
    return words(count, ' ', what, count == 1 ? "" : "s");
}

}  // namespace fusenet::report
