#pragma once
// One list per struct: wire name, member, rule. JSON both ways (json_writer.hpp, decode.hpp), SQL
// columns and row mapping (store/mapping.hpp) and the OpenAPI schema (http/schema.hpp) all derive
// from it, so that a field is added in one place.
//
//     static constexpr auto fields() {
//         return FieldList{
//             Field{"id", &Ticket::id, {}},
//             Field{"subject", &Ticket::subject, {.access = Access::writable, .length_max = 200}},
//         };
//     }

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pilotlight {

enum class Access : std::uint8_t {
    read_only,    // the server sets it; ignored on input
    writable,     // at creation and in every change
    create_only,  // at creation, fixed afterwards
    input_only,   // taken in, never shown (a password)
    stored_only,  // a column that never crosses the wire (a digest)
};

/// A syntax that a string must have beyond its length. Texts of the errors: contracts.md §1.
enum class Format : std::uint8_t { any, email, username, phone };

/// Outer white space of a text is taken off before anything else, of passwords too.
struct Rule {
    Access access = Access::read_only;
    bool required = false;       // at creation and in a full replacement
    bool blank = true;           // "" allowed
    std::size_t length_min = 0;  // characters, not bytes
    std::size_t length_max = 0;  // characters, not bytes; 0: text_length_max
    Format format = Format::any;
    std::string_view doc{};  // a sentence for the API document
};

/// Characters of a text field that names no limit of its own.
inline constexpr std::size_t text_length_max = 10'000;

template <class Owner, class Member>
struct Field {
    std::string_view name;
    Member Owner::*member;
    Rule rule;
};
template <class Owner, class Member>
Field(std::string_view, Member Owner::*, Rule) -> Field<Owner, Member>;

template <std::size_t Index, class Field>
struct FieldSlot {
    Field field;
};
template <class Indices, class... Fields>
struct FieldSlots;
template <std::size_t... Index, class... Fields>
struct FieldSlots<std::index_sequence<Index...>, Fields...> : FieldSlot<Index, Fields>... {
    constexpr explicit FieldSlots(const Fields&... fields) : FieldSlot<Index, Fields>{fields}... {}

    template <class Visit>
    constexpr decltype(auto) apply(Visit&& visit) const {
        return visit(static_cast<const FieldSlot<Index, Fields>&>(*this).field...);
    }
};
/// What fields() answers. A std::tuple of as many is nested as deep, and most sources see all of
/// them: a source that took 4.5 s to compile takes 3.4 s without it.
template <class... Fields>
struct FieldList : FieldSlots<std::index_sequence_for<Fields...>, Fields...> {
    static constexpr std::size_t size = sizeof...(Fields);
    constexpr explicit FieldList(const Fields&... fields)
        : FieldSlots<std::index_sequence_for<Fields...>, Fields...>(fields...) {}
};

template <class T>
concept Described = requires {
    std::remove_cvref_t<T>::fields();
};

template <Described T>
inline constexpr std::size_t field_count = decltype(std::remove_cvref_t<T>::fields())::size;

template <Described T>
inline constexpr auto field_list = T::fields();

/// Calls visit(field, member) for each field of the object, in declared order.
template <Described T, class Visit>
constexpr void for_each_field(T& object, Visit&& visit) {
    field_list<std::remove_const_t<T>>.apply(
        [&](const auto&... field) { (visit(field, object.*(field.member)), ...); });
}

/// Calls visit(field, std::type_identity<Member>) for each field of the type.
template <Described T, class Visit>
constexpr void for_each_field_type(Visit&& visit) {
    field_list<T>.apply([&]<class... Owner, class... Member>(const Field<Owner, Member>&... field) {
        (visit(field, std::type_identity<Member>{}), ...);
    });
}

/// Whether the names of the fields stand in JSON as they are.
template <Described T>
inline constexpr bool has_plain_names = [] {
    bool plain = true;
    for_each_field_type<T>([&](const auto& field, auto) {
        for (const char c : field.name) {
            plain = plain && (c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z'));
        }
    });
    return plain;
}();

/// The wire and column words of an enumeration, in enumerator order from 0. Specialise beside the
/// enumeration: `template <> inline constexpr auto names<Status> = std::array{"open"sv, "shut"sv};`
template <class E>
inline constexpr int names = 0;

template <class E>
concept Named = std::is_enum_v<E> && !std::is_same_v<std::remove_cvref_t<decltype(names<E>)>, int>;

template <Named E>
constexpr std::string_view name_of(E value) {
    constexpr auto& words = names<E>;
    return words[static_cast<std::size_t>(value)];
}

template <Named E>
constexpr std::optional<E> from_name(std::string_view name) {
    constexpr auto& words = names<E>;  // cppcheck 2.10 reads `i < names<E>` as a template
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == name) return static_cast<E>(i);
    }
    return std::nullopt;
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace pilotlight
