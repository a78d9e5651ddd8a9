// text<N>: a string of at most N characters that lives in constexpr values and template arguments.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace fusenet {

/// What does not fit is cut off; `full()` tells. Structural, so that two equal texts are one template argument.
template <int N>
struct text {
    char letters[N + 1]{};
    int length = 0;

    constexpr text() = default;
    constexpr text(const char* s) { put(s); }

    constexpr text& put(char letter) {
        if (length < N) letters[length++] = letter;
        return *this;
    }
    constexpr text& put(std::string_view s) {
        for (char letter : s) put(letter);
        return *this;
    }
    constexpr text& put(const char* s) { return put(std::string_view(s)); }
    constexpr text& put(long long number) {
        char digits[20]{};
        int count = 0;
        unsigned long long rest = number < 0 ? 0ULL - static_cast<unsigned long long>(number)
                                             : static_cast<unsigned long long>(number);
        do digits[count++] = static_cast<char>('0' + rest % 10);
        while (rest /= 10);
        if (number < 0) put('-');
        while (count) put(digits[--count]);
        return *this;
    }
    constexpr text& put(int number) { return put(static_cast<long long>(number)); }
    /// Six decimals at most, "0.01"; very large and very small numbers as "2.5e-12".
    constexpr text& put(double number) {
        if (number != number) return put("nan");
        if (number < 0) put('-'), number = -number;
        if (number > std::numeric_limits<double>::max()) return put("inf");
        int exponent = 0;
        const bool plain = number == 0 || (number >= 1e-4 && number < 1e6);
        for (; !plain && number >= 10; number /= 10) ++exponent;
        for (; !plain && number < 1; number *= 10) --exponent;
        long long millionths = static_cast<long long>(number * 1e6 + 0.5);
        if (!plain && millionths >= 10'000'000) millionths /= 10, ++exponent;  // 9.9999999 is 10
        put(millionths / 1000000);
        if (millionths % 1000000) put('.');
        for (long long rest = millionths % 1000000, digit = 100000; rest; rest %= digit, digit /= 10)
            put(static_cast<char>('0' + rest / digit));
        return plain ? *this : put('e').put(exponent);
    }

    constexpr std::string_view view() const { return {letters, static_cast<std::size_t>(length)}; }
    constexpr bool empty() const { return length == 0; }
    constexpr bool full() const { return length == N; }
    constexpr bool operator==(const text&) const = default;
};

/// FNV-1a, to compare names in a few operations at compile time.
constexpr unsigned long long hash(std::string_view s) {
    unsigned long long h = 14695981039346656037ULL;
    for (char letter : s) h = (h ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    return h;
}

}  // namespace fusenet
