#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/field.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/words.hpp"

namespace pilotlight::store {

/// One statement: a name that reaches logs and metrics, and one text for every store. `?` stands
/// for the next value. Words in braces are the closed list that dialect.hpp translates; besides,
/// when `columns` is set:
///     {columns}    id, number, title, ...           every stored field of the struct, in its order
///     {columns:r}  r.id, r.number, r.title, ...
///     {insert}     (number, title, ...) VALUES (?, ?, ...)     all but id
///     {assign}     number = ?, title = ?, ...                  all but id
/// Define queries as constants of namespace scope: drivers cache the prepared statement by address.
struct Query {
    std::string_view name;
    std::string_view text;
    std::span<const std::string_view> (*columns)() = nullptr;
};

/// A parameter; text is borrowed until the call that takes it returns.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

/// One row of a result, valid only inside the visit. Columns count from 0. Reading a column as
/// another kind than it has, or NULL as a value, gives 0 or "".
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;

    /// The rows behind this one are not fetched. Of a read alone: a change is not broken off.
    virtual void stop() const = 0;

protected:
    ~Row() = default;
};

namespace detail {
template <class T>
constexpr auto column_names() {
    std::array<std::string_view, field_count<T>> list{};
    std::size_t at = 0;
    for_each_field_type<T>([&](const auto& field, auto) { list[at++] = field.name; });
    return list;
}
template <class T>
inline constexpr auto column_table = column_names<T>();
}  // namespace detail

/// A statement whose {columns}, {insert} or {assign} are the fields of T; every field of T is a
/// column and the first one is `id`.
template <Described T>
constexpr Query query_of(std::string_view name, std::string_view text) {
    return {name, text, [] { return std::span<const std::string_view>(detail::column_table<T>); }};
}

// How each kind of member is stored: integers, text, NULL. Instants are microseconds since 1970,
// enumerations their words, booleans 0 and 1.
inline Value to_value(std::int64_t number) {
    return number;
}
inline Value to_value(int number) {
    return std::int64_t{number};
}
inline Value to_value(bool flag) {
    return std::int64_t{flag};
}
inline Value to_value(std::string_view text) {
    return text;
}
inline Value to_value(const std::string& text) {
    return std::string_view(text);
}
inline Value to_value(const Words& words) {
    return std::string_view(words.text);
}
inline Value to_value(const char* text) {
    return std::string_view(text);
}
inline Value to_value(Instant instant) {
    return std::int64_t{instant.time_since_epoch().count()};
}
template <class Noun>
Value to_value(Id<Noun> id) {
    return id.value;
}
template <Named E>
Value to_value(E enumerator) {
    return name_of(enumerator);
}
template <class T>
Value to_value(const std::optional<T>& maybe) {
    return maybe ? to_value(*maybe) : Value{};
}

inline void from_row(const Row& row, int column, std::int64_t& out) {
    out = row.integer(column);
}
inline void from_row(const Row& row, int column, bool& out) {
    out = row.integer(column) != 0;
}
inline void from_row(const Row& row, int column, std::string& out) {
    out = row.text(column);
}
inline void from_row(const Row& row, int column, Words& out) {
    out.text = row.text(column);
}
inline void from_row(const Row& row, int column, Instant& out) {
    out = Instant{std::chrono::microseconds{row.integer(column)}};
}
template <class Noun>
void from_row(const Row& row, int column, Id<Noun>& out) {
    out.value = row.integer(column);
}
template <Named E>
void from_row(const Row& row, int column, E& out) {
    if (const auto value = from_name<E>(row.text(column))) out = *value;
}
template <class T>
void from_row(const Row& row, int column, std::optional<T>& out) {
    if (row.is_null(column)) {
        out.reset();
        return;
    }
    from_row(row, column, out.emplace());
}

/// The struct whose {columns} start at `first`.
template <Described T>
T read(const Row& row, int first = 0) {
    T object{};
    for_each_field(object, [&](const auto&, auto& member) { from_row(row, first++, member); });
    return object;
}

/// The values of {insert} and {assign}, in column order; they borrow text from `object`.
template <Described T>
std::vector<Value> values_of(const T& object) {
    std::vector<Value> values;
    values.reserve(field_count<T> + 1);
    bool is_id = true;
    for_each_field(object, [&](const auto&, const auto& member) {
        if (!is_id) values.push_back(to_value(member));
        is_id = false;
    });
    return values;
}

}  // namespace pilotlight::store
