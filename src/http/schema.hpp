#pragma once
// JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it) from the field lists, so that the document
// cannot differ from the code.

#include <map>
#include <string>
#include <type_traits>

#include "base/json_writer.hpp"
#include "http/route.hpp"

namespace pilotlight::http {

/// What a schema is for: what is given, or what is taken to create, to replace or to patch (Mode).
enum class Direction : std::uint8_t { create, replace, patch, out };

constexpr bool is_shown(const Rule& rule, Direction direction) {
    if (rule.access == Access::stored_only) return false;
    if (direction == Direction::out) return rule.access != Access::input_only;
    if (rule.access == Access::create_only) return direction == Direction::create;
    return rule.access != Access::read_only;
}

constexpr bool is_required(const Rule& rule, Direction direction) {
    if (direction == Direction::out) return true;
    return rule.required && direction != Direction::patch;
}

template <class T>
void write_type(JsonWriter& out, std::type_identity<T>, Direction direction);

template <Described T>
void write_properties(JsonWriter& out, Direction direction) {
    for_each_field_type<T>([&](const auto& field, auto type) {
        if (!is_shown(field.rule, direction)) return;
        out.key(field.name).begin_object();
        write_type(out, type, direction);
        if (field.rule.length_max != 0) {
            out.member("maxLength", static_cast<std::int64_t>(field.rule.length_max));
        }
        if (field.rule.format == Format::email) out.member("format", "email");
        if (!field.rule.doc.empty()) out.member("description", field.rule.doc);
        out.end_object();
    });
}

template <Described T>
void write_required(JsonWriter& out, Direction direction) {
    for_each_field_type<T>([&](const auto& field, auto) {
        if (!is_shown(field.rule, direction)) return;
        if (is_required(field.rule, direction)) out.value(field.name);
    });
}

/// The fields of several structs, in order, in one object; stands for it as a member's type.
template <Described... T>
struct Joined {};

/// The fields of a struct that an answer has all of or none of.
template <Described T>
struct Maybe {};

template <class T>
struct SchemaPart {
    static void properties(JsonWriter& out, Direction direction) {
        write_properties<T>(out, direction);
    }
    static void required(JsonWriter& out, Direction direction) {
        write_required<T>(out, direction);
    }
};
template <class T>
struct SchemaPart<Maybe<T>> {
    static void properties(JsonWriter& out, Direction direction) {
        write_properties<T>(out, direction);
    }
    static void required(JsonWriter&, Direction) {}
};

template <class... T>
void write_object(JsonWriter& out, Direction direction) {
    out.member("type", "object").key("properties").begin_object();
    (SchemaPart<T>::properties(out, direction), ...);
    out.end_object().key("required").begin_array();
    (SchemaPart<T>::required(out, direction), ...);
    out.end_array();
}

template <class... T>
void write_joined(JsonWriter& out, std::type_identity<Joined<T...>>, Direction direction) {
    write_object<T...>(out, direction);
}

inline void write_scalar(JsonWriter& out, std::string_view type, std::string_view format) {
    out.member("type", type);
    if (!format.empty()) out.member("format", format);
}

template <class T>
struct Element;
template <class T>
struct Element<std::vector<T>> {
    using type = T;
};
template <class T>
struct Element<std::optional<T>> {
    using type = T;
};
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_joined = false;
template <class... T>
inline constexpr bool is_joined<Joined<T...>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class T>
inline constexpr bool is_id<Id<T>> = true;

template <class T>
void write_type(JsonWriter& out, std::type_identity<T>, Direction direction) {
    if constexpr (is_optional<T>) {
        out.key("anyOf").begin_array().begin_object();
        write_type(out, std::type_identity<typename Element<T>::type>{}, direction);
        out.end_object().begin_object().member("type", "null").end_object().end_array();
    } else if constexpr (is_vector<T>) {
        out.member("type", "array").key("items").begin_object();
        write_type(out, std::type_identity<typename Element<T>::type>{}, direction);
        out.end_object();
    } else if constexpr (is_joined<T>) {
        write_joined(out, std::type_identity<T>{}, direction);
    } else if constexpr (is_map<T>) {
        out.member("type", "object").key("additionalProperties").begin_object();
        write_type(out, std::type_identity<typename T::mapped_type>{}, direction);
        out.end_object();
    } else if constexpr (Named<T>) {
        out.member("type", "string").key("enum").begin_array();
        for (const auto word : names<T>) out.value(word);
        out.end_array();
    } else if constexpr (std::is_same_v<T, Words>) {
        out.member("type", "array").key("items").begin_object();
        out.member("type", "string").end_object();
    } else if constexpr (std::is_same_v<T, bool>) {
        write_scalar(out, "boolean", "");
    } else if constexpr (std::is_same_v<T, std::int64_t> || is_id<T>) {
        write_scalar(out, "integer", "int64");
    } else if constexpr (std::is_same_v<T, Instant>) {
        write_scalar(out, "string", "date-time");
    } else if constexpr (Described<T>) {
        write_object<T>(out, direction);
    } else {
        write_scalar(out, "string", "");
    }
}

template <Direction direction, class... T>
std::string schema_text() {
    JsonWriter out;
    out.begin_object();
    write_object<T...>(out, direction);
    out.end_object();
    return out.take();
}

/// The schema of a body that is taken (given), under a name of its own in the document: what makes
/// a new one, takes the place of one (PUT) or changes some of it (PATCH).
template <class... T>
constexpr Schema taken(std::string_view name) {
    return {name, schema_text<Direction::create, T...>};
}
template <class... T>
constexpr Schema taken_whole(std::string_view name) {
    return {name, schema_text<Direction::replace, T...>};
}
template <class... T>
constexpr Schema taken_in_part(std::string_view name) {
    return {name, schema_text<Direction::patch, T...>};
}
template <class... T>
constexpr Schema given(std::string_view name) {
    return {name, schema_text<Direction::out, T...>};
}

}  // namespace pilotlight::http
