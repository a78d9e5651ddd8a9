// pack_weights: what fusenet-pack's programs do on the host: weights folded and packed for any target, as a header of
// constants or as a file.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fusenet/backends/cpu/pack.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/packed_weights.hpp>
#include <fusenet/stamp_of.hpp>
#include <fusenet/weights/check_values.hpp>
#include <fusenet/weights/value_source.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace fusenet {

/// The weights as the kernels of `Plan` stream them, whatever machine that is planned for. Fails where the source does, or
/// at a value that it should not have.
template <class Plan>
result<std::vector<float>> try_pack_weights(value_source& given) {
    if (!std::ranges::equal(given.table(), Plan::parameter_table()))
        return failure{given.name() + ": was opened for the parameters of another network"};
    if (const status fits = check_values(given); !fits) return fits.why();
    std::vector<float> packed(static_cast<std::size_t>(Plan::layout.floats));
    if (const status done = cpu::packer<Plan>(given, packed.data(), true).pack(); !done) return done.why();
    return packed;
}

/// A header with one constant, `name`: packed_weights<stamp>, every value exactly. `what` is said in its first line.
inline void write_packed_header(std::ostream& to, const std::string& name, const std::string& what, const weight_stamp& stamp,
                                const std::vector<float>& packed) {
    to << "// Weights of " << what << ", packed by fusenet-pack: do not edit.\n#pragma once\n\n"
       << "#include <bit>\n#include <cstdint>\n#include <fusenet/core/packed_weights.hpp>\n\n"
       << "inline constexpr fusenet::packed_weights<fusenet::weight_stamp{" << stamp.form << "u, " << stamp.network << "u, "
       << stamp.laid_out << "u, " << stamp.floats << "u}> " << name << "{{";
    char number[64];
    for (std::size_t i = 0; i < packed.size(); ++i) {
        to << (i % 8 ? " " : "\n    ");
        if (packed[i] == 0 && !std::signbit(packed[i])) std::snprintf(number, sizeof number, "0,");
        else if (std::isfinite(packed[i])) std::snprintf(number, sizeof number, "%af,", static_cast<double>(packed[i]));
        else  // two weights of 16 bits
            std::snprintf(number, sizeof number, "std::bit_cast<float>(std::uint32_t{0x%xu}),", std::bit_cast<std::uint32_t>(packed[i]));
        to << number;
    }
    to << "\n}};\n";
}

/// The same as a file, for static_model::take: a head of 64 bytes, and the values.
inline void write_packed_blob(std::ostream& to, const weight_stamp& stamp, const std::vector<float>& packed) {
    blob_head head;
    head.stamp = stamp;
    head.sum = sum_of(packed.data(), packed.size());
    to.write(reinterpret_cast<const char*>(&head), sizeof head);
    to.write(reinterpret_cast<const char*>(packed.data()), static_cast<std::streamsize>(packed.size() * sizeof(float)));
}

}  // namespace fusenet
