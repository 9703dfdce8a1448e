#include "base/json_writer.hpp"

#include <doctest/doctest.h>

namespace pilotlight {
namespace {

struct Plain {
    std::int64_t n = 1;
    std::string text{"a\"b"};

    static constexpr auto fields() {
        return FieldList{Field{"n", &Plain::n, {}}, Field{"text_2", &Plain::text, {}}};
    }
};

struct Quoted {
    std::int64_t n = 0;

    static constexpr auto fields() { return FieldList{Field{"a\"b", &Quoted::n, {}}}; }
};

static_assert(has_plain_names<Plain>);
static_assert(!has_plain_names<Quoted>);

TEST_CASE("members and keys are parted by commas, and keys of any text escaped") {
    JsonWriter out;
    out.begin_object().members(Plain{}).key("a\"b").value(Plain{}).end_object();
    CHECK(out.text() == R"({"n":1,"text_2":"a\"b","a\"b":{"n":1,"text_2":"a\"b"}})");
}

}  // namespace
}  // namespace pilotlight
