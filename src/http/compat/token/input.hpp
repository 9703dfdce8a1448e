#pragma once
// What comes in: related rows by number, choices in queries, the nested user.

#include "http/context.hpp"

namespace pilotlight::http::compat::token {

/// The number of a related row (contracts.md §2, row 10), also as text; none when it was not sent
/// or is none, which is then among the faults.
std::optional<std::int64_t> read_pk(const boost::json::object& object,
                                    std::string_view field,
                                    Mode mode,
                                    FieldErrors& faults);

/// A choice of a filter; none when it is not sent or empty. invalid_input in the words of
/// django-filter.
template <Named Word>
Result<std::optional<Word>> filter_choice(const Context& context, std::string_view name) {
    const auto* text = context.request->parameter(name);
    if (text == nullptr || text->empty()) return std::optional<Word>{};
    const auto word = from_name<Word>(*text);
    if (word) return word;
    return invalid(name,
                   "Select a valid choice. " + *text + " is not one of the available choices.");
}

/// ?search=, without outer blanks.
std::string search_of(const Context& context);

/// The object under `field`, which a form spells "field.name"; none when there is none. What is no
/// object is among the faults, and so is its absence where the mode requires it.
std::optional<boost::json::object> read_nested(const boost::json::object& object,
                                               std::string_view field,
                                               Mode mode,
                                               FieldErrors& faults);

struct Assignment {
    AccountId assigned_to{};

    static constexpr auto fields() {
        return FieldList{Field{"assigned_to",
                               &Assignment::assigned_to,
                               {.access = Access::writable, .required = true, .doc = "A user."}}};
    }
};
/// To whom the body gives something; invalid_input in the words of contracts.md §2, row 14.
Result<AccountId> read_assignee(const Context& context);
/// What is said of an assignee whom the service refused (contracts.md S8).
Error assignee_fault(Error error);

}  // namespace pilotlight::http::compat::token
