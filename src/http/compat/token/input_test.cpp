#include "http/compat/token/input.hpp"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "http/compat/token/people_input.hpp"

namespace pilotlight::http::compat::token {
namespace {

boost::json::object object(std::string_view text) {
    return boost::json::parse(std::string(text)).as_object();
}

/// The faults as "field: message" lines.
std::string told(const FieldErrors& faults) {
    std::string text;
    for (const auto& fault : faults) text += fault.field + ": " + fault.message + "\n";
    return text;
}

TEST_CASE("a related row comes as a number or as digits, and its faults as Django words them") {
    struct {
        std::string_view body;
        std::int64_t pk;
        std::string_view fault;
    } const rows[] = {
        {R"({"type": 7})", 7, ""},
        {R"({"type": "7"})", 7, ""},
        {R"({"type": " 7 "})", 7, ""},
        {R"({})", 0, "type: This field is required.\n"},
        {R"({"type": null})", 0, "type: This field may not be null.\n"},
        {R"({"type": ""})", 0, "type: This field may not be null.\n"},
        {R"({"type": "x"})", 0, "type: Incorrect type. Expected pk value, received str.\n"},
        {R"({"type": 1.5})", 0, "type: Incorrect type. Expected pk value, received float.\n"},
        {R"({"type": true})", 0, "type: Incorrect type. Expected pk value, received bool.\n"},
        {R"({"type": [7]})", 0, "type: Incorrect type. Expected pk value, received list.\n"},
        {R"({"type": {}})", 0, "type: Incorrect type. Expected pk value, received dict.\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        FieldErrors faults;
        const auto pk = read_pk(object(row.body), "type", Mode::create, faults);
        CHECK(pk.value_or(0) == row.pk);
        CHECK(told(faults) == row.fault);
    }
    FieldErrors faults;
    CHECK_FALSE(read_pk({}, "type", Mode::patch, faults).has_value());
    CHECK(faults.empty());
    CHECK(absent_key("type", 99).message == "Invalid pk \"99\" - object does not exist.");
}

TEST_CASE("the user comes as an object or as the dotted fields of a form") {
    FieldErrors faults;
    const auto nested = read_user(
        object(R"({"user": {"username": "anshu", "first_name": "A"}})"), Mode::create, faults);
    CHECK(nested.value.username == "anshu");
    CHECK(nested.has("first_name"));
    CHECK_FALSE(nested.has("email"));
    const auto dotted =
        read_user(object(R"({"user.username": "ravi", "x": "1"})"), Mode::create, faults);
    CHECK(dotted.value.username == "ravi");
    CHECK(faults.empty());
}

TEST_CASE("what is wrong with the user is said below it") {
    struct {
        std::string_view body;
        Mode mode;
        std::string_view faults;
    } const rows[] = {
        {"{}", Mode::create, "user: This field is required.\n"},
        {"{}", Mode::replace, "user: This field is required.\n"},
        {"{}", Mode::patch, ""},
        {R"({"user": null})", Mode::patch, "user: This field may not be null.\n"},
        {R"({"user": "x"})",
         Mode::create,
         "user.non_field_errors: Invalid data. Expected a dictionary, but got str.\n"},
        {R"({"user": {}})", Mode::create, "user.username: This field is required.\n"},
        {R"({"user": {}})", Mode::replace, ""},
        {R"({"user": {"username": "a b", "email": "x"}})",
         Mode::create,
         "user.username: Enter a valid username. This value may contain only letters, numbers, "
         "and @/./+/-/_ characters.\nuser.email: Enter a valid email address.\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        FieldErrors faults;
        read_user(object(row.body), row.mode, faults);
        CHECK(told(faults) == row.faults);
    }
}

TEST_CASE("only what was sent of the user changes the account") {
    FieldErrors faults;
    const auto user = read_user(
        object(R"({"user": {"username": "x", "email": "a@b.example"}})"), Mode::patch, faults);
    Decoded<Account> changes;
    take_user(user, changes);
    Account account{.username = "anshu", .first_name = "Anshu"};
    CHECK(changes.apply_to(account));
    CHECK(account.username == "anshu");
    CHECK(account.email == "a@b.example");
    CHECK(account.first_name == "Anshu");
}

TEST_CASE("a password stands beside the user or in it") {
    CHECK(has_password(object(R"({"password": "x"})")));
    CHECK(has_password(object(R"({"user": {"password": ""}})")));
    CHECK(has_password(object(R"({"user.password": "x"})")));
    CHECK_FALSE(has_password(object(R"({"user": {"username": "x"}})")));
    CHECK_FALSE(has_password(object(R"({"user": "password"})")));
}

TEST_CASE("an assignee whom the service refuses is told without saying why") {
    const auto refused = assignee_fault(invalid("assigned_to", "Choose somebody else."));
    CHECK(refused.message == "Invalid representative");
    CHECK(refused.fields.empty());
    CHECK(assignee_fault(forbidden()).code == Code::forbidden);
}

}  // namespace
}  // namespace pilotlight::http::compat::token
