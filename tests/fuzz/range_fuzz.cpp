// Range, If-Range, If-None-Match and media types: http/server/conditional.hpp, media_type.hpp.
// Lines: size in bytes, ETag, Range, If-Range or a list of ETags, the value of a Content-Type.

#include <charconv>

#include "http/server/conditional.hpp"
#include "http/server/media_type.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

void check_range(std::string_view range,
                 std::string_view if_range,
                 std::string_view etag,
                 std::uint64_t size) {
    const auto answer = http::select_range(range, if_range, etag, size);
    const auto [first, length] = answer.range;
    if (answer.status == 206) {
        expect(length > 0 && first < size && length <= size - first, "a range lies inside");
    } else if (answer.status == 416) {
        expect(length == 0, "nothing is sent with a 416");
    } else {
        expect(answer.status == 200 && first == 0 && length == size, "else the whole is sent");
    }
    if (range.empty()) expect(answer.status == 200, "no Range asks for the whole");
}

}  // namespace

void run(std::string_view input) {
    const auto digits = take_line(input);
    std::uint64_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size);
    const auto etag = take_line(input);
    const auto range = take_line(input);
    const auto other = take_line(input);
    check_range(range, other, etag, size);
    check_range(range, {}, etag, size);
    const bool matches = http::etag_matches(other, etag);
    if (other == "*") expect(matches, "a star matches any");
    expect(http::essence(input).size() <= input.size(), "an essence is a part");
    for (const std::string_view name : {"boundary", "filename", "name"}) {
        const auto value = http::header_parameter(input, name);
        expect(!value || value->size() <= input.size(), "a parameter is a part");
    }
}

}  // namespace pilotlight::fuzz
