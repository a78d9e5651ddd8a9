// object: oneDNN's objects, owned.
#pragma once

#include <oneapi/dnnl/dnnl.h>

#include <fusenet/core/error.hpp>
#include <fusenet/core/shape.hpp>
#include <initializer_list>
#include <memory>

namespace fusenet::onednn {

template <auto Destroy>
struct destroyed_by {
    template <class T>
    void operator()(T* p) const {
        Destroy(p);
    }
};

using engine = std::unique_ptr<dnnl_engine, destroyed_by<dnnl_engine_destroy>>;
using stream = std::unique_ptr<dnnl_stream, destroyed_by<dnnl_stream_destroy>>;
using memory = std::unique_ptr<dnnl_memory, destroyed_by<dnnl_memory_destroy>>;
using memory_form = std::unique_ptr<dnnl_memory_desc, destroyed_by<dnnl_memory_desc_destroy>>;
using primitive = std::unique_ptr<dnnl_primitive, destroyed_by<dnnl_primitive_destroy>>;
using primitive_form = std::unique_ptr<dnnl_primitive_desc, destroyed_by<dnnl_primitive_desc_destroy>>;
using attributes = std::unique_ptr<dnnl_primitive_attr, destroyed_by<dnnl_primitive_attr_destroy>>;
using step_list = std::unique_ptr<dnnl_post_ops, destroyed_by<dnnl_post_ops_destroy>>;

inline void require(dnnl_status_t status, const char* what) {
    if (status != dnnl_success) raise(std::string("oneDNN: ") + what + " failed with status " + std::to_string(status));
}

/// The object that `create(T**)` makes.
template <class Owner, class Create>
Owner made(const char* what, Create create) {
    typename Owner::pointer p = nullptr;
    require(create(&p), what);
    return Owner(p);
}

/// Numbers of the axes of a tensor.
struct axes {
    dnnl_dims_t values{};
    int count = 0;

    axes(std::initializer_list<long long> all) {
        for (const long long v : all) values[count++] = v;
    }
};

/// fp32 values; without strides in whatever order oneDNN wants.
inline memory_form values_of(const axes& extents, const axes& strides) {
    return made<memory_form>("a memory descriptor", [&](dnnl_memory_desc_t* d) {
        return dnnl_memory_desc_create_with_strides(d, extents.count, extents.values, dnnl_f32, strides.values);
    });
}
inline memory_form values_of(const axes& extents) {
    return made<memory_form>("a memory descriptor", [&](dnnl_memory_desc_t* d) {
        return dnnl_memory_desc_create_with_tag(d, extents.count, extents.values, dnnl_f32, dnnl_format_tag_any);
    });
}

/// A whole NHWC tensor.
inline memory_form map_of(shape s) {
    return values_of({1, s.c, s.h, s.w}, {s.size(), 1, 1LL * s.w * s.c, s.c});
}

/// `at` may be DNNL_MEMORY_NONE, to be set later, or DNNL_MEMORY_ALLOCATE.
inline memory memory_at(const_dnnl_memory_desc_t form, const engine& on, void* at) {
    return made<memory>("a memory object", [&](dnnl_memory_t* m) { return dnnl_memory_create(m, form, on.get(), at); });
}

}  // namespace fusenet::onednn
