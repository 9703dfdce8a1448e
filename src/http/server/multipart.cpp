#include "http/server/multipart.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "http/form.hpp"
#include "http/server/media_type.hpp"
#include "http/token.hpp"

namespace pilotlight::http {

namespace {

constexpr std::size_t padding_bytes_max = 128;  // white space after a boundary

Error malformed(std::string message) {
    return Error{.code = Code::malformed_body, .message = std::move(message)};
}

}  // namespace

MultipartParser::MultipartParser(std::string_view boundary) : delimiter_("\r\n--") {
    delimiter_ += boundary;
}

Result<void> MultipartParser::feed(std::string_view chunk, std::vector<MultipartEvent>& events) {
    while (!chunk.empty()) {
        std::size_t used = chunk.size();
        switch (state_) {
            case State::preamble:
            case State::data:
                used = scan(chunk, events);
                break;
            case State::after_boundary:
                used = TRY(read_after_boundary(chunk));
                break;
            case State::head:
                used = TRY(read_head(chunk, events));
                break;
            case State::epilogue:
                break;
        }
        chunk.remove_prefix(used);
    }
    return {};
}

/// What stands before the first delimiter is no part's.
void MultipartParser::emit(std::string_view bytes, std::vector<MultipartEvent>& events) const {
    if (state_ == State::data && !bytes.empty()) events.push_back({.bytes = bytes});
}

// Looks for the delimiter. CR stands only at its front, so a failed match never hides the beginning
// of another one. `held` bytes of the running match came in earlier chunks: when the match fails,
// they were data after all, and the delimiter's own front has the same bytes.
std::size_t MultipartParser::scan(std::string_view chunk, std::vector<MultipartEvent>& events) {
    std::size_t held = matched_;
    std::size_t at = 0;
    while (at < chunk.size() && matched_ < delimiter_.size()) {
        if (matched_ == 0) {
            const auto cr = std::min(chunk.find('\r', at), chunk.size());
            at = std::min(cr + 1, chunk.size());
            matched_ = cr < chunk.size() ? 1 : 0;
            held = assumed_ = 0;
        } else if (chunk[at] == delimiter_[matched_]) {
            ++at;
            ++matched_;
        } else {
            if (held > 0)
                emit(std::string_view(delimiter_).substr(assumed_, held - assumed_), events);
            matched_ = held = assumed_ = 0;
        }
    }
    emit(chunk.substr(0, at - (matched_ - held)), events);
    if (matched_ < delimiter_.size()) return at;
    if (state_ == State::data) events.push_back({.kind = MultipartEvent::Kind::part_end});
    matched_ = assumed_ = 0;
    state_ = State::after_boundary;
    return at;
}

Result<std::size_t> MultipartParser::read_after_boundary(std::string_view chunk) {
    std::size_t used = 0;
    while (used < chunk.size()) {
        line_ += chunk[used++];
        if (line_ == "--") {
            state_ = State::epilogue;
            return used;
        }
        if (line_.ends_with("\r\n")) {
            const auto padding = std::string_view(line_).substr(0, line_.size() - 2);
            if (!without_blanks(padding).empty()) return malformed("Malformed multipart boundary.");
            if (++parts_ > parts_max) {
                return Error{.code = Code::body_too_large, .message = "Too many parts."};
            }
            line_.clear();
            state_ = State::head;
            return used;
        }
        if (line_.size() > padding_bytes_max) return malformed("Malformed multipart boundary.");
    }
    return used;
}

Result<std::size_t> MultipartParser::read_head(std::string_view chunk,
                                               std::vector<MultipartEvent>& events) {
    std::size_t used = 0;
    while (used < chunk.size()) {
        const auto newline = chunk.find('\n', used);
        const auto end = newline == std::string_view::npos ? chunk.size() : newline + 1;
        line_ += chunk.substr(used, end - used);
        used = end;
        if (line_.size() > part_head_bytes_max) {
            return Error{.code = Code::body_too_large,
                         .message = "The headers of a part are too long."};
        }
        if (line_ != "\r\n" && !line_.ends_with("\r\n\r\n")) continue;
        auto part = TRY(parse_part_head(std::string_view(line_).substr(0, line_.size() - 2)));
        events.push_back({.kind = MultipartEvent::Kind::part_begin, .part = std::move(part)});
        line_.clear();
        state_ = State::data;
        // An empty part has its delimiter right after the blank line, whose CR LF then counts.
        matched_ = assumed_ = 2;
        return used;
    }
    return used;
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    auto boundary = header_parameter(content_type, "boundary");
    const auto allowed = [](char c) {
        return is_alphanumeric(c) ||
               std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
    };
    if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max)
        return std::nullopt;
    if (boundary->back() == ' ') return std::nullopt;
    if (!std::all_of(boundary->begin(), boundary->end(), allowed)) return std::nullopt;
    return boundary;
}

namespace {

/// The file name of a Content-Disposition. RFC 7578 §4.2 forbids filename*, but clients that follow
/// RFC 8187 send it for names beyond ASCII, and then it is the better one.
std::optional<std::string> sent_filename(std::string_view disposition) {
    constexpr std::string_view utf8_prefix = "utf-8'";
    const auto extended = header_parameter(disposition, "filename*");
    if (extended && equals_ignoring_case(extended->substr(0, utf8_prefix.size()), utf8_prefix)) {
        const auto quote = extended->find('\'', utf8_prefix.size());
        if (quote != std::string::npos) {
            auto decoded = percent_decoded(std::string_view(*extended).substr(quote + 1), false);
            if (decoded) return decoded;
        }
    }
    return header_parameter(disposition, "filename");
}

}  // namespace

std::string plain_filename(std::string_view sent) {
    const auto slash = sent.find_last_of("/\\");
    if (slash != std::string_view::npos) sent.remove_prefix(slash + 1);
    std::string name(sent);
    std::erase_if(name, is_control);
    if (name == "." || name == "..") name.clear();
    if (name.size() <= filename_bytes_max) return name;
    auto end = filename_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
    name.resize(end);
    return name;
}

namespace {

/// A Content-Disposition of RFC 7578: "form-data" with a name, and perhaps a file's.
Result<void> read_disposition(std::string_view value, PartHead& part) {
    if (!equals_ignoring_case(essence(value), "form-data")) {
        return malformed("A part is not form-data.");
    }
    auto name = header_parameter(value, "name");
    if (!name) return malformed("A part has no name.");
    part.name = std::move(*name);
    if (auto filename = sent_filename(value)) part.filename = plain_filename(*filename);
    return {};
}

}  // namespace

Result<PartHead> parse_part_head(std::string_view lines) {
    PartHead part;
    bool named = false;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const auto line = lines.substr(0, end);
        lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return malformed("Malformed part header.");
        const auto value = without_blanks(line.substr(colon + 1));
        if (equals_ignoring_case(line.substr(0, colon), "content-type")) part.media_type = value;
        if (!equals_ignoring_case(line.substr(0, colon), "content-disposition")) continue;
        if (named) return malformed("A part has two names.");
        TRY(read_disposition(value, part));
        named = true;
    }
    if (!named) return malformed("A part has no name.");
    return part;
}

}  // namespace pilotlight::http
