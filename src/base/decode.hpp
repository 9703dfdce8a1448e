#pragma once
// From a body (a JSON object; forms are turned into one) to a described struct, with the checks,
// texts and leniency of Django REST Framework (contracts.md §1): every fault of every field at
// once, strings trimmed, numbers and booleans also as text.

#include <bitset>
#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"

namespace pilotlight {

enum class Mode : std::uint8_t {
    create,   // required fields must be there
    replace,  // as create, without create_only fields
    patch,    // only what is sent is checked and set
};

/// What came in: the struct with its defaults where nothing came, and which fields came.
template <Described T>
struct Decoded {
    T value{};
    std::bitset<field_count<T>> present{};

    bool has(std::string_view name) const {
        std::size_t index = 0;
        bool found = false;
        for_each_field_type<T>([&](const auto& field, auto) {
            if (field.name == name) found = present[index];
            ++index;
        });
        return found;
    }

    /// Counts the field as one that came; for doors that set `value` themselves.
    void mark(std::string_view name) {
        std::size_t index = 0;
        for_each_field_type<T>([&](const auto& field, auto) {
            if (field.name == name) present.set(index);
            ++index;
        });
    }

    /// Copies the fields that came onto `target`; true when one of them changed its value.
    bool apply_to(T& target) const {
        std::size_t index = 0;
        bool changed = false;
        for_each_field_type<T>([&](const auto& field, auto) {
            if (!present[index++]) return;
            const auto& mine = value.*(field.member);
            if (target.*(field.member) == mine) return;
            target.*(field.member) = mine;
            changed = true;
        });
        return changed;
    }
};

// One function per kind of member: sets `out` and returns "", or returns the message for people.
std::string decode_value(const boost::json::value& in, const Rule& rule, std::string& out);
std::string decode_value(const boost::json::value& in, const Rule& rule, bool& out);
std::string decode_value(const boost::json::value& in, const Rule& rule, std::int64_t& out);
std::string decode_value(const boost::json::value& in, const Rule& rule, Instant& out);

/// As the above, for what refers to a row by its number.
std::string decode_key(const boost::json::value& in, std::int64_t& out);

/// DRF's words for a reference to a row that is not there, or not for the caller.
FieldError absent_key(std::string_view field, std::int64_t key);

/// The index of the given word among `words`, or npos with the message in `fault`.
std::size_t decode_choice(const boost::json::value& in,
                          std::span<const std::string_view> words,
                          std::string& fault);

template <class Noun>
std::string decode_value(const boost::json::value& in, const Rule&, Id<Noun>& out) {
    return decode_key(in, out.value);
}

template <Named E>
std::string decode_value(const boost::json::value& in, const Rule&, E& out) {
    std::string fault;
    const auto index = decode_choice(in, names<E>, fault);
    if (fault.empty()) out = static_cast<E>(index);
    return fault;
}

template <class T>
std::string decode_value(const boost::json::value& in, const Rule& rule, std::optional<T>& out) {
    if (in.is_null()) {
        out.reset();
        return {};
    }
    T value{};
    auto fault = decode_value(in, rule, value);
    if (fault.empty()) out = std::move(value);
    return fault;
}

template <class T>
std::string decode_value(const boost::json::value& in, const Rule& rule, std::vector<T>& out) {
    if (!in.is_array()) return "Expected a list of items.";
    std::vector<T> items;
    for (const auto& element : in.get_array()) {
        T item{};
        if (auto fault = decode_value(element, rule, item); !fault.empty()) return fault;
        items.push_back(std::move(item));
    }
    out = std::move(items);
    return {};
}

/// True when a field with this access is taken from input in this mode.
constexpr bool takes(Access access, Mode mode) {
    if (access == Access::read_only || access == Access::stored_only) return false;
    return access != Access::create_only || mode == Mode::create;
}

/// Reads the fields of T that input may set; anything else in the object is ignored. Faults are
/// appended to `errors`; the result is meaningful only when none were.
template <Described T>
Decoded<T> decode(const boost::json::object& in, Mode mode, FieldErrors& errors) {
    Decoded<T> out;
    std::size_t index = 0;
    for_each_field(out.value, [&]<class F, class M>(const F& field, M& member) {
        const auto at = index++;
        if (!takes(field.rule.access, mode)) return;
        const auto* given = in.if_contains(field.name);
        if (given == nullptr) {
            if (field.rule.required && mode != Mode::patch) {
                errors.push_back({std::string(field.name), "This field is required."});
            }
            return;
        }
        std::string fault;
        if (given->is_null() && !is_optional<M>) {
            fault = "This field may not be null.";
        } else {
            fault = decode_value(*given, field.rule, member);
        }
        if (fault.empty()) {
            out.present.set(at);
        } else {
            errors.push_back({std::string(field.name), std::move(fault)});
        }
    });
    return out;
}

}  // namespace pilotlight
