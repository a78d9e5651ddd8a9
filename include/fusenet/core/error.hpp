// result<T> and status: a value, or the sentence that says why there is none; and `error`, which throws it.
//
// Whatever can fail at run time has a form named try_... that returns one of these and works without
// exceptions. Where exceptions are on, the form without the prefix throws `error` with the same sentence.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace fusenet {

#if defined(__cpp_exceptions)
/// All that the library throws of its own; `what()` is a whole sentence.
class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
#endif

/// Why something failed, as a sentence; turns into a failed status or result.
struct failure {
    std::string message;
};

/// Throws `error` where exceptions are on; elsewhere prints the sentence and ends the program.
[[noreturn]] inline void raise(const std::string& message) {
#if defined(__cpp_exceptions)
    throw error(message);
#else
    std::fprintf(stderr, "fusenet: %s\n", message.c_str());
    std::abort();
#endif
}

/// Success, or the sentence of a failure.
class [[nodiscard]] status {
public:
    status() = default;
    status(failure why) : message_(std::move(why.message)) {}

    explicit operator bool() const { return !message_; }
    /// The sentence; only of a failed status.
    const std::string& message() const { return *message_; }
    failure why() const { return {*message_}; }
    /// Does nothing on success, raises the sentence otherwise.
    void require() const {
        if (message_) raise(*message_);
    }

private:
    std::optional<std::string> message_;
};

/// A value, or the sentence of a failure.
template <class T>
class [[nodiscard]] result {
public:
    result(T value) : value_(std::move(value)) {}
    result(failure why) : message_(std::move(why.message)) {}

    explicit operator bool() const { return value_.has_value(); }
    /// The sentence; only of a failed result.
    const std::string& message() const { return message_; }
    failure why() const { return {message_}; }

    /// Only of a result that holds a value.
    T& operator*() & { return *value_; }
    const T& operator*() const& { return *value_; }
    T&& operator*() && { return *std::move(value_); }
    T* operator->() { return &*value_; }
    const T* operator->() const { return &*value_; }

    /// The value, moved out; raises the sentence if there is none.
    T value() && {
        if (!value_) raise(message_);
        return *std::move(value_);
    }

private:
    std::optional<T> value_;
    std::string message_;
};

}  // namespace fusenet
