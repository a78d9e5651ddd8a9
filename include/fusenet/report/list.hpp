// list<T>: a vector that counts in int, as the plan does.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace fusenet::report {

template <class T>
class list {
public:
    void add(T item) { items_.push_back(std::move(item)); }
    int count() const { return static_cast<int>(items_.size()); }
    bool empty() const { return items_.empty(); }

    T& operator[](int i) { return items_[static_cast<std::size_t>(i)]; }
    const T& operator[](int i) const { return items_[static_cast<std::size_t>(i)]; }
    const T& back() const { return items_.back(); }

    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

private:
    std::vector<T> items_;
};

}  // namespace fusenet::report
