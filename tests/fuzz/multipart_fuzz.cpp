// multipart/form-data: http/server/multipart.hpp. Line 1: the Content-Type; then the body.

#include "base/text.hpp"
#include "http/server/media_type.hpp"
#include "http/server/multipart.hpp"
#include "http/token.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

using http::MultipartEvent;

struct Reading {
    std::string text{};  // part heads and data, joined
    std::size_t data_bytes = 0;
    std::size_t parts = 0;
    bool refused = false;
};

void add(const MultipartEvent& event, Reading& reading) {
    switch (event.kind) {
        case MultipartEvent::Kind::part_begin:
            ++reading.parts;
            reading.text += '<' + event.part.name + '|' + event.part.filename.value_or("-") + '|' +
                            event.part.media_type + '>';
            if (!event.part.filename) return;
            expect(event.part.filename->size() <= http::filename_bytes_max, "names are cut");
            expect(std::ranges::none_of(*event.part.filename, is_control), "names are plain");
            expect(event.part.filename->find('/') == std::string::npos, "names hold no path");
            return;
        case MultipartEvent::Kind::data:
            expect(!event.bytes.empty(), "data is never empty");
            reading.data_bytes += event.bytes.size();
            reading.text += event.bytes;
            return;
        case MultipartEvent::Kind::part_end:
            reading.text += "</>";
    }
}

/// Feeds pieces of `step` bytes, the first of `first`.
Reading read(std::string_view body,
             std::string_view boundary,
             std::size_t first,
             std::size_t step) {
    http::MultipartParser parser(boundary);
    Reading reading;
    for (auto length = first; !body.empty() && !reading.refused; length = step) {
        // Copied, so that an event that outlives its chunk shows under the sanitizer.
        const std::string chunk(body.substr(0, length));
        body.remove_prefix(chunk.size());
        std::vector<MultipartEvent> events;
        reading.refused = !parser.feed(chunk, events);
        for (const auto& event : events) add(event, reading);
    }
    reading.text += parser.complete() ? "" : "...";
    return reading;
}

}  // namespace

void run(std::string_view input) {
    const auto content_type = take_line(input);
    const auto sent = http::multipart_boundary(content_type);
    const auto boundary = sent.value_or("X");
    expect(boundary.size() <= http::boundary_bytes_max, "boundaries have their limit");
    const auto whole = read(input, boundary, input.size(), 1);
    expect(whole.data_bytes <= input.size(), "no more data than the body has");
    expect(whole.parts <= http::parts_max, "parts have their limit");
    for (const auto& pieces :
         {read(input, boundary, cut_of(input), input.size()), read(input, boundary, 1, 1)}) {
        expect(pieces.refused == whole.refused, "refused however it is cut");
        expect(whole.refused || pieces.text == whole.text, "the same however it is cut");
    }
}

}  // namespace pilotlight::fuzz
