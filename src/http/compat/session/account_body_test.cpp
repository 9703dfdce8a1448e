#include "http/compat/session/account_body.hpp"

#include <doctest/doctest.h>

#include <boost/json/value.hpp>

namespace pilotlight::http::compat::session {
namespace {

TEST_CASE("one name is divided at its last blank and put together again") {
    struct Row {
        const char* written;
        const char* first;
        const char* last;
        const char* shown;
    };
    const Row rows[] = {
        {"Test User", "Test", "User", "Test User"},
        {"Ada Maria Byron", "Ada Maria", "Byron", "Ada Maria Byron"},
        {"  Ada   Byron ", "Ada", "Byron", "Ada Byron"},
        {"Ada", "Ada", "", "Ada"},
        {"Åsa Öström", "Åsa", "Öström", "Åsa Öström"},
        {"", "", "", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.written);
        Account account;
        set_name(account, row.written);
        CHECK(account.first_name == row.first);
        CHECK(account.last_name == row.last);
        CHECK(name_of_account(account) == row.shown);
    }
    CHECK(name_of_account({.last_name = "Byron"}) == "Byron");
}

TEST_CASE("a telephone number loses what people write between digits, and nothing else") {
    const auto plain = [](const boost::json::value& given) {
        return with_plain_phone({{"phone_number", given}}).at("phone_number");
    };
    CHECK(plain("(020) 555-01.02") == "0205550102");
    CHECK(plain("+44 20 555") == "+4420555");
    CHECK(plain("ext 5") == "ext5");
    CHECK(plain(5550102) == 5550102);
    CHECK(plain(nullptr).is_null());
    CHECK(with_plain_phone({{"name", "a-b c"}}).at("name") == "a-b c");
}

TEST_CASE("faults are said as a form of Django says them") {
    const boost::json::object given{{"name", " ééé "}};
    FieldErrors faults{{"email", "This field may not be blank."},
                       {"username", "This field may not be null."},
                       {"name", "Ensure this field has no more than 2 characters."},
                       {"phone_number", "Digits only."}};
    use_form_words(given, faults);
    CHECK(faults[0].message == "This field is required.");
    CHECK(faults[1].message == "This field is required.");
    CHECK(faults[2].message == "Ensure this value has at most 2 characters (it has 3).");
    CHECK(faults[3].message == "Digits only.");
}

TEST_CASE("rights are shown as two flags") {
    struct Row {
        Role role;
        bool is_staff;
        bool is_superuser;
    };
    const Row rows[] = {{Role::customer, false, false},
                        {Role::support, true, false},
                        {Role::technician, true, false},
                        {Role::admin, true, true}};
    for (const auto& row : rows) {
        const auto user = user_of({.role = row.role});
        CHECK(user.is_staff == row.is_staff);
        CHECK(user.is_superuser == row.is_superuser);
    }
}

}  // namespace
}  // namespace pilotlight::http::compat::session
