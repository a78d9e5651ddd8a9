// bags: the layers of a network, one array for each distinct kind. A network's type then grows with the number of
// kinds, not of layers, which keeps compile time and symbols short at any depth.
#pragma once

#include <type_traits>

namespace fusenet {

template <class Kind, int Count>
struct bag {
    using kind = Kind;
    static constexpr int count = Count;
    Kind layers[Count]{};
};

template <class... Bags>
struct bags : Bags... {};

/// How many layers of `Kind` these bags hold.
template <class Kind, class... Bags>
inline constexpr int count_of = ((std::is_same_v<Kind, typename Bags::kind> ? Bags::count : 0) + ... + 0);

/// The place of `Kind` among the bags, or -1.
template <class Kind, class... Bags>
constexpr int kind_index() {
    int found = -1, i = 0;
    ((std::is_same_v<Kind, typename Bags::kind> ? (found = i++) : i++), ...);
    return found;
}

template <class Kind, class... Bags>
constexpr auto& bag_of(bags<Bags...>& all) {
    return static_cast<bag<Kind, count_of<Kind, Bags...>>&>(all);
}

template <class... Bags>
struct bag_list {
    static constexpr int count = sizeof...(Bags);
};

namespace detail {

template <class List, class... Bags>
struct without;  // the bags whose kind the list lacks

template <class... Kept, class... Known>
struct without<bag_list<Kept...>, bag_list<Known...>> {
    using type = bag_list<Kept...>;
};

template <class... Kept, class... Known, class First, class... Rest>
struct without<bag_list<Kept...>, bag_list<Known...>, First, Rest...>
    : without<std::conditional_t<(count_of<typename First::kind, Known...> > 0), bag_list<Kept...>, bag_list<Kept..., First>>,
              bag_list<Known...>, Rest...> {};

template <class A, class B>
struct joined_bags;

template <class... A, class... B>
struct joined_bags<bag_list<A...>, bag_list<B...>> {
    template <class... Kept>
    static auto with(bag_list<Kept...>)
        -> bag_list<bag<typename A::kind, A::count + count_of<typename A::kind, B...>>..., Kept...>;
    using type = decltype(with(typename without<bag_list<>, bag_list<A...>, B...>::type{}));
};

template <int Index, class First, class... Rest>
struct nth_bag : nth_bag<Index - 1, Rest...> {};

template <class First, class... Rest>
struct nth_bag<0, First, Rest...> {
    using type = First;
};

}  // namespace detail

}  // namespace fusenet
