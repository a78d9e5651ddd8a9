// Reads the JSON of a .safetensors header, event by event: a document tree would hide a key that comes twice.
#pragma once

#include <fusenet/core/features.hpp>
#include <fusenet/weights/safetensors_header.hpp>

#if FUSENET_HAS_JSON
#include <nlohmann/json.hpp>

namespace fusenet::weight_files {

/// Takes the parser's events; the first that does not belong ends the parse with a sentence in `fault`.
/// There are three levels and every deeper one is refused, so that the depth of a hostile header costs nothing.
class safetensors_events {
public:
    explicit safetensors_events(safetensors_header& to) : to_(to) {}

    std::string fault;

    bool start_object(std::size_t) {
        if (place_ == place::before) return place_ = place::header, true;
        if (place_ != place::header) return misplaced("an object");
        place_ = key_ == "__metadata__" ? place::metadata : place::tensor;
        if (place_ == place::metadata) return !std::exchange(has_metadata_, true) || refuse("is described twice");
        to_.tensors.push_back({key_, {}, {}, 0, 0});
        seen_ = {};
        return true;
    }

    bool key(std::string& name) {
        if (place_ == place::tensor) {
            field_ = name == "dtype" ? 0u : name == "shape" ? 1u : name == "data_offsets" ? 2u : 3u;
            if (field_ == 3) return refuse("expected dtype, shape and data_offsets, found " + in_quotes(name));
            return !std::exchange(seen_[field_], true) || refuse("has two fields " + in_quotes(name));
        }
        if (place_ == place::metadata && to_.metadata.contains(name)) return refuse("has two keys " + in_quotes(name));
        (place_ == place::metadata ? metadata_key_ : key_) = name;
        return true;
    }

    bool end_object() {
        if (place_ == place::tensor) {
            for (unsigned field = 0; field < 3; ++field)
                if (!seen_[field]) return refuse("has no field " + in_quotes(field_names[field]));
        }
        place_ = place_ == place::header ? place::after : place::header;
        return true;
    }

    bool start_array(std::size_t) {
        if (place_ != place::tensor || field_ == 0) return misplaced("an array");
        place_ = place::numbers;
        count_ = 0;
        return true;
    }

    bool end_array() {
        place_ = place::tensor;
        return field_ != 2 || count_ == 2 || refuse("expected two data_offsets, found " + std::to_string(count_));
    }

    bool number_unsigned(std::uint64_t n) {
        if (place_ != place::numbers) return misplaced("the number " + std::to_string(n));
        safetensors_entry& t = to_.tensors.back();
        if (field_ == 1) t.extent.push_back(n);
        if (field_ == 2 && count_ < 2) (count_ == 0 ? t.begin : t.end) = n;
        ++count_;
        return true;
    }

    bool string(std::string& s) {
        if (place_ == place::metadata) return to_.metadata[metadata_key_] = std::move(s), true;
        if (place_ != place::tensor || field_ != 0) return misplaced("the string " + in_quotes(s));
        to_.tensors.back().dtype = std::move(s);
        return true;
    }

    bool number_integer(std::int64_t n) { return misplaced("the number " + std::to_string(n)); }
    bool number_float(double, const std::string& digits) { return misplaced("the number " + digits.substr(0, 40)); }
    bool boolean(bool value) { return misplaced(value ? "true" : "false"); }
    bool null() { return misplaced("null"); }
    template <class Binary>
    bool binary(Binary&) {
        return misplaced("binary data");
    }

    template <class Exception>
    bool parse_error(std::size_t byte, const std::string&, const Exception&) {
        fault = "the header is not JSON: it breaks at its byte " + std::to_string(byte);
        return false;
    }

private:
    enum class place { before, header, tensor, metadata, numbers, after };
    static constexpr std::array<std::string_view, 3> field_names{"dtype", "shape", "data_offsets"};

    bool refuse(const std::string& what) {
        fault = (key_ == "__metadata__" ? "\"__metadata__\": " : "tensor " + in_quotes(key_) + ": ") + what;
        return false;
    }

    bool misplaced(const std::string& found) {
        switch (place_) {
            case place::metadata:
                return refuse("expected a string for " + in_quotes(metadata_key_) + ", found " + found);
            case place::tensor:
                return refuse(std::string(field_ == 0 ? "expected a string for " : "expected an array for ") +
                              in_quotes(field_names[field_]) + ", found " + found);
            case place::numbers:
                return refuse("expected whole numbers from 0 to 18446744073709551615 in " +
                              in_quotes(field_names[field_]) + ", found " + found);
            case place::header:
                return refuse("expected an object, found " + found);
            default:
                return fault = "expected an object as the header, found " + found, false;
        }
    }

    safetensors_header& to_;
    place place_ = place::before;
    std::string key_, metadata_key_;
    unsigned field_ = 0;
    std::array<bool, 3> seen_{};
    bool has_metadata_ = false;
    std::size_t count_ = 0;
};

/// Reads the header's text and proves that it describes `data_bytes` bytes of tensors.
inline result<safetensors_header> parse_safetensors_header(std::string_view text, std::uint64_t data_bytes) {
    if (!text.starts_with('{')) return failure{"the header is not JSON: it does not begin with {"};
    // The parser takes a zero byte for the end of the text, and so would let what follows it go unread.
    if (const std::size_t zero = text.find('\0'); zero != text.npos)
        return failure{"the header is not JSON: it breaks at its byte " + std::to_string(zero + 1)};
    safetensors_header header;
    safetensors_events events(header);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &events)) return failure{std::move(events.fault)};
    for (const safetensors_entry& t : header.tensors)
        if (const status fits = check_size(t); !fits) return fits.why();
    std::ranges::sort(header.tensors, {}, &safetensors_entry::name);
    if (const status covered = check_coverage(header.tensors, data_bytes); !covered) return covered.why();
    return header;
}

}  // namespace fusenet::weight_files
#endif
