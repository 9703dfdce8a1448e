#include "base/decode.hpp"

#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "base/words.hpp"

namespace pilotlight {
namespace {

enum class Shape : std::uint8_t { round, square };

struct Form {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
    std::optional<std::string> nick{};
    std::int64_t size = 0;
    bool is_new = false;
    Shape shape = Shape::round;
    Instant at{};
    Words tags{};
    std::optional<Id<Form>> owner{};
    std::string password{};
    std::string hash{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Form::id, {}},
            Field{"name",
                  &Form::name,
                  {.access = writable, .required = true, .blank = false, .length_max = 5}},
            Field{"email", &Form::email, {.access = writable, .format = Format::email}},
            Field{"nick", &Form::nick, {.access = writable, .length_min = 2}},
            Field{"size", &Form::size, {.access = writable}},
            Field{"is_new", &Form::is_new, {.access = create_only}},
            Field{"shape", &Form::shape, {.access = writable}},
            Field{"at", &Form::at, {.access = writable}},
            Field{"tags", &Form::tags, {.access = writable}},
            Field{"owner", &Form::owner, {.access = writable}},
            Field{"password", &Form::password, {.access = input_only}},
            Field{"hash", &Form::hash, {.access = stored_only}},
        };
    }
};

}  // namespace

template <>
inline constexpr auto names<Shape> = std::array<std::string_view, 2>{"round", "square"};

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// The one fault of a patch with one field; "" when there is none.
std::string fault_of(std::string_view field, value given) {
    FieldErrors faults;
    object body;
    body[field] = std::move(given);
    const auto ignored = decode<Form>(body, Mode::patch, faults);
    CHECK(ignored.has(field) == faults.empty());
    return faults.empty() ? "" : faults.front().message;
}

TEST_CASE("each kind of field says what is wrong in DRF's words") {
    struct Row {
        std::string_view field;
        value given;
        std::string_view fault;
    };
    const Row rows[] = {
        {"name", "abc", ""},
        {"name", "  abc  ", ""},
        {"name", 12, ""},
        {"name", 1.5, ""},
        {"name", "", "This field may not be blank."},
        {"name", "   ", "This field may not be blank."},
        {"name", nullptr, "This field may not be null."},
        {"name", true, "Not a valid string."},
        {"name", array{"a"}, "Not a valid string."},
        {"name", object{{"a", 1}}, "Not a valid string."},
        {"name", "abcdef", "Ensure this field has no more than 5 characters."},
        {"name", "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA9", ""},
        {"name", "a b c", ""},
        {"email", "", ""},
        {"email", "a@example.com", ""},
        {"email", "a@b", "Enter a valid email address."},
        {"nick", nullptr, ""},
        {"nick", "x", "Ensure this field has at least 2 characters."},
        {"nick", "xy", ""},
        {"size", 7, ""},
        {"size", "7", ""},
        {"size", " 7 ", ""},
        {"size", 7.0, ""},
        {"size", 7.5, "A valid integer is required."},
        {"size", "7x", "A valid integer is required."},
        {"size", "", "A valid integer is required."},
        {"size", true, "A valid integer is required."},
        {"size", 1e300, "A valid integer is required."},
        {"size", "99999999999999999999", "A valid integer is required."},
        {"size", nullptr, "This field may not be null."},
        {"owner", 7, ""},
        {"owner", " 7 ", ""},
        {"owner", nullptr, ""},
        {"owner", "x", "Incorrect type. Expected pk value, received str."},
        {"owner", "", "Incorrect type. Expected pk value, received str."},
        {"owner", 7.5, "Incorrect type. Expected pk value, received float."},
        {"owner", true, "Incorrect type. Expected pk value, received bool."},
        {"owner", array{}, "Incorrect type. Expected pk value, received list."},
        {"owner", object{}, "Incorrect type. Expected pk value, received dict."},
        {"shape", "square", ""},
        {"shape", "oval", "\"oval\" is not a valid choice."},
        {"shape", "", "\"\" is not a valid choice."},
        {"shape", 3, "\"3\" is not a valid choice."},
        {"shape", array{}, "\"[]\" is not a valid choice."},
        {"at", "2026-11-20T10:00:00Z", ""},
        {"at", "2026-11-20", ""},
        {"tags", array{"a", "b"}, ""},
        {"tags", "a, b", ""},
        {"tags", array{1}, "Not a valid string."},
        {"tags", 5, "Expected a list of items."},
        {"tags", "Not A Word", "Each item must be a word of lower-case letters, digits, - and _."},
    };
    for (const auto& row : rows) {
        CAPTURE(row.field);
        CAPTURE(row.fault);
        CHECK(fault_of(row.field, row.given) == row.fault);
    }
    CHECK(fault_of("at", "yesterday").starts_with("Datetime has wrong format."));
    CHECK(fault_of("at", 5).starts_with("Datetime has wrong format."));
}

TEST_CASE("booleans come in many words") {
    for (const char* yes : {"true", "True", "1", "on", "YES", "y", "t"}) {
        FieldErrors faults;
        const auto form = decode<Form>({{"name", "a"}, {"is_new", yes}}, Mode::create, faults);
        CHECK(faults.empty());
        CHECK(form.value.is_new);
    }
    for (const char* no : {"false", "FALSE", "0", "off", "n"}) {
        FieldErrors faults;
        const auto form = decode<Form>({{"name", "a"}, {"is_new", no}}, Mode::create, faults);
        CHECK(faults.empty());
        CHECK_FALSE(form.value.is_new);
    }
    FieldErrors faults;
    const auto refused = decode<Form>({{"name", "a"}, {"is_new", "maybe"}}, Mode::create, faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().message == "Must be a valid boolean.");
    CHECK_FALSE(refused.has("is_new"));
}

TEST_CASE("all faults are told at once, in the order of the fields") {
    FieldErrors faults;
    const auto form =
        decode<Form>({{"size", "x"}, {"email", "y"}, {"shape", "z"}}, Mode::create, faults);
    REQUIRE(faults.size() == 4);
    CHECK(faults[0].field == "name");
    CHECK(faults[0].message == "This field is required.");
    CHECK(faults[1].field == "email");
    CHECK(faults[2].field == "size");
    CHECK(faults[3].field == "shape");
    CHECK(form.present.none());
}

TEST_CASE("what the server sets cannot be sent") {
    FieldErrors faults;
    const object body{{"name", "a"}, {"id", 9}, {"hash", "x"}, {"unknown", 1}};
    const auto form = decode<Form>(body, Mode::create, faults);
    CHECK(faults.empty());
    CHECK(form.value.id == 0);
    CHECK(form.value.hash.empty());
    CHECK_FALSE(form.has("id"));
}

TEST_CASE("modes decide what must come and what may") {
    FieldErrors faults;
    decode<Form>({}, Mode::patch, faults).present.none();
    CHECK(faults.empty());
    const auto replaced = decode<Form>({{"name", "a"}, {"is_new", true}}, Mode::replace, faults);
    CHECK(faults.empty());
    CHECK_FALSE(replaced.has("is_new"));
    const auto missing = decode<Form>({{"is_new", true}}, Mode::replace, faults);
    CHECK(faults.size() == 1);
    CHECK_FALSE(missing.has("name"));
}

TEST_CASE("strings are trimmed, passwords like all") {
    FieldErrors faults;
    const object body{{"name", "\xC2\xA0 ab\t"}, {"password", " secret "}};
    const auto form = decode<Form>(body, Mode::create, faults);
    CHECK(form.value.name == "ab");
    CHECK(form.value.password == "secret");
}

TEST_CASE("changes are applied only where something came") {
    FieldErrors faults;
    const auto change = decode<Form>({{"name", "new"}, {"nick", nullptr}}, Mode::patch, faults);
    Form form{.name = "old", .email = "kept", .nick = "gone", .size = 3};
    CHECK(change.apply_to(form));
    CHECK(form.name == "new");
    CHECK(form.email == "kept");
    CHECK_FALSE(form.nick);
    CHECK(form.size == 3);
    CHECK_FALSE(change.apply_to(form));
}

TEST_CASE("NUL is refused, other control characters are the user's") {
    CHECK(fault_of("name", boost::json::string(std::string_view("a\0b", 3))) ==
          "Null characters are not allowed.");
    CHECK(fault_of("name", "a\x01") == "");
}

TEST_CASE("words are kept once, findable, and shown as a list") {
    const auto words = Words::of({"leak", "relight", "leak"});
    CHECK(words.text == ",leak,relight,");
    CHECK(words.contains("leak"));
    CHECK_FALSE(words.contains("light"));
    CHECK(words.list() == std::vector<std::string>{"leak", "relight"});
    CHECK(Words::of({}).empty());
}

}  // namespace
}  // namespace pilotlight
