#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/words.hpp"

namespace pilotlight {

/// Writes compact JSON as the five contracts show it: no blanks, UTF-8 unescaped but for U+2028 and
/// U+2029, keys in the order given, nulls present. Appends to one string; never fails. The caller
/// keeps objects and arrays balanced. Not shared between threads.
class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name);
    JsonWriter& null();
    JsonWriter& value(bool flag);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(Instant instant);

    template <class Noun>
    JsonWriter& value(Id<Noun> id) {
        return value(id.value);
    }
    template <Named E>
    JsonWriter& value(E enumerator) {
        return value(name_of(enumerator));
    }
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }
    template <class T>
    JsonWriter& value(const std::vector<T>& list) {
        begin_array();
        for (const auto& item : list) value(item);
        return end_array();
    }
    JsonWriter& value(const Words& words) { return value(words.list()); }
    template <Described T>
    JsonWriter& value(const T& object) {
        begin_object();
        members(object);
        return end_object();
    }

    /// The shown fields of a described struct, inside an object that the caller has opened.
    template <Described T>
    JsonWriter& members(const T& object) {
        static_assert(has_plain_names<T>);
        for_each_field(object, [this](const auto& field, const auto& member) {
            if (field.rule.access == Access::input_only) return;
            if (field.rule.access == Access::stored_only) return;
            plain_key(field.name);
            value(member);
        });
        return *this;
    }
    template <class T>
    JsonWriter& member(std::string_view name, const T& content) {
        key(name);
        return value(content);
    }
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json);

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

private:
    /// A name in which nothing needs escaping, so that it is not looked through.
    void plain_key(std::string_view name);
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string out_{};
    bool first_ = true;
};

/// `text` as a JSON string literal appended to `out`.
void append_json_string(std::string& out, std::string_view text);

template <class T>
std::string to_json(const T& object) {
    JsonWriter writer;
    writer.value(object);
    return writer.take();
}

}  // namespace pilotlight
