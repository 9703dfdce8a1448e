#include "http/schema.hpp"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "http/openapi.hpp"
#include "http/surface.hpp"

namespace pilotlight::http {
namespace {

enum class Colour : std::uint8_t { red, green };

struct Part {
    std::int64_t size = 0;

    static constexpr auto fields() { return FieldList{Field{"size", &Part::size, {}}}; }
};

struct Thing {
    Id<Thing> id{};
    std::string name{};
    std::optional<Instant> seen_at{};
    Colour colour = Colour::red;
    bool is_new = false;
    Words tags{};
    std::vector<Part> parts{};
    std::string secret{};
    std::string digest{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"id", &Thing::id, {}},
            Field{"name",
                  &Thing::name,
                  {.access = writable, .required = true, .length_max = 20, .doc = "What."}},
            Field{"seen_at", &Thing::seen_at, {}},
            Field{"colour", &Thing::colour, {.access = writable}},
            Field{"is_new", &Thing::is_new, {.access = create_only}},
            Field{"tags", &Thing::tags, {.access = writable}},
            Field{"parts", &Thing::parts, {}},
            Field{"secret", &Thing::secret, {.access = input_only, .required = true}},
            Field{"digest", &Thing::digest, {.access = stored_only}},
        };
    }
};

}  // namespace
}  // namespace pilotlight::http

namespace pilotlight {
template <>
inline constexpr auto names<http::Colour> = std::array<std::string_view, 2>{"red", "green"};
}  // namespace pilotlight

namespace pilotlight::http {
namespace {

boost::json::object parsed(const std::string& text) {
    return boost::json::parse(text).as_object();
}

TEST_CASE("what is given shows every field but secrets, all of them required") {
    const auto schema = parsed(schema_text<Direction::out, Thing>());
    const auto& properties = schema.at("properties").as_object();
    CHECK(properties.size() == 7);
    CHECK_FALSE(properties.contains("secret"));
    CHECK_FALSE(properties.contains("digest"));
    CHECK(schema.at("required").as_array().size() == 7);
    CHECK(properties.at("id").at("type") == "integer");
    CHECK(properties.at("name").at("maxLength") == 20);
    CHECK(properties.at("name").at("description") == "What.");
    CHECK(properties.at("seen_at").at("anyOf").at(0).at("format") == "date-time");
    CHECK(properties.at("seen_at").at("anyOf").at(1).at("type") == "null");
    CHECK(properties.at("colour").at("enum") == boost::json::array{"red", "green"});
    CHECK(properties.at("is_new").at("type") == "boolean");
    CHECK(properties.at("tags").at("items").at("type") == "string");
    CHECK(properties.at("parts").at("items").at("properties").as_object().contains("size"));
}

struct Whole {
    Joined<Part, Thing> both{};
    std::map<std::string, std::int64_t> counts{};

    static constexpr auto fields() {
        return FieldList{Field{"both", &Whole::both, {}}, Field{"counts", &Whole::counts, {}}};
    }
};

TEST_CASE("joined structs are one object, maps hold any word, some parts may be absent") {
    const auto schema = parsed(schema_text<Direction::out, Whole, Maybe<Part>>());
    const auto& properties = schema.at("properties").as_object();
    CHECK(properties.at("both").at("properties").as_object().size() == 8);
    CHECK(properties.at("both").at("required").as_array().size() == 8);
    CHECK(properties.at("counts").at("additionalProperties").at("type") == "integer");
    CHECK(properties.contains("size"));
    CHECK(schema.at("required") == boost::json::array{"both", "counts"});
}

TEST_CASE("what is taken leaves out what the server sets") {
    const auto schema = parsed(schema_text<Direction::create, Thing>());
    const auto& properties = schema.at("properties").as_object();
    CHECK(properties.size() == 5);
    CHECK_FALSE(properties.contains("id"));
    CHECK(properties.contains("secret"));
    CHECK(schema.at("required") == boost::json::array{"name", "secret"});
}

TEST_CASE("what changes a thing leaves out what is fixed, and in part nothing is required") {
    const auto whole = parsed(schema_text<Direction::replace, Thing>());
    CHECK(whole.at("properties").as_object().size() == 4);
    CHECK_FALSE(whole.at("properties").as_object().contains("is_new"));
    CHECK(whole.at("required") == boost::json::array{"name", "secret"});
    const auto part = parsed(schema_text<Direction::patch, Thing>());
    CHECK(part.at("properties") == whole.at("properties"));
    CHECK(part.at("required").as_array().empty());
}

TEST_CASE("the document names paths, permissions, parameters and schemas") {
    static constexpr QueryParameter filters[] = {{"colour", "Red or green."}};
    static constexpr Route routes[] = {
        {.method = Method::get,
         .path = "/api/v1/things/{id}/parts/",
         .permission = Permission::staff,
         .handler = nullptr,
         .summary = "Parts of a thing",
         .response = given<Part>("Part"),
         .list = ListForm::array,
         .query = filters},
        {.method = Method::post,
         .path = "/api/v1/things/",
         .permission = Permission::anyone,
         .handler = nullptr,
         .summary = "Open",
         .takes = Takes::fields,
         .request = taken<Thing>("NewThing"),
         .response = given<Thing>("Thing"),
         .success = 201},
    };
    const Route* const rows[] = {&routes[0], &routes[1]};
    const auto document =
        parsed(openapi_document({.title = "T", .version = "1", .description = "D"}, rows));
    CHECK(document.at("openapi") == "3.1.0");
    const auto& get = document.at("paths").at("/api/v1/things/{id}/parts/").at("get");
    CHECK(get.at("x-permission") == "staff");
    CHECK(get.at("operationId") == "get_api_v1_things_id_parts");
    CHECK(get.at("parameters").as_array().size() == 4);
    CHECK(get.at("parameters").at(0).at("required") == true);
    CHECK(get.at("security").as_array().size() == 3);
    const auto& post = document.at("paths").at("/api/v1/things/").at("post");
    CHECK(post.at("security").as_array().empty());
    CHECK(post.at("responses").as_object().contains("201"));
    CHECK(post.at("requestBody").at("content").as_object().size() == 3);
    const auto& schemas = document.at("components").at("schemas").as_object();
    for (const auto* name : {"Part", "NewThing", "Thing", "Problem"}) CHECK(schemas.contains(name));
}

TEST_CASE("a contract's lists and refusals are described as it answers them") {
    static constexpr Surface contract{
        .name = "contract", .title = "T", .description = "D", .problem = nullptr};
    static constexpr Route list{.method = Method::get,
                                .path = "/api/things/",
                                .permission = Permission::signed_in,
                                .handler = nullptr,
                                .summary = "List",
                                .response = given<Part>("Part"),
                                .list = ListForm::array_or_pages,
                                .surface = &contract};
    const Route* const rows[] = {&list};
    const auto document =
        parsed(openapi_document({.title = "T", .version = "1", .description = "D"}, rows));
    const auto& get = document.at("paths").at("/api/things/").at("get");
    CHECK(get.at("parameters").as_array().size() == 4);
    const auto& responses = get.at("responses");
    const auto& shapes =
        responses.at("200").at("content").at("application/json").at("schema").at("oneOf");
    CHECK(shapes.at(0).at("type") == "array");
    CHECK(shapes.at(1).at("properties").at("results").at("type") == "array");
    CHECK(responses.at("default").at("content").as_object().contains("application/json"));
    const auto& schemas = document.at("components").at("schemas").as_object();
    CHECK(schemas.contains("Refusal"));
    CHECK(!schemas.contains("Problem"));
}

}  // namespace
}  // namespace pilotlight::http
