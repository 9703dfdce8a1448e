#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace pilotlight::http {

inline constexpr std::size_t parts_max = 1'000;               // of one body
inline constexpr std::size_t part_head_bytes_max = 8 * 1024;  // header lines of one part
inline constexpr std::size_t boundary_bytes_max = 70;         // RFC 2046 §5.1.1
inline constexpr std::size_t filename_bytes_max = 255;        // longer ones are cut

/// The header lines of a part that count (RFC 7578 §4).
struct PartHead {
    std::string name{};
    std::optional<std::string> filename{};  // absent: a text field; "": a file field left empty
    std::string media_type{};               // as sent, "" when absent
};

/// What a chunk of input meant. `bytes` points into that chunk or into the parser, and is good
/// until the next feed().
struct MultipartEvent {
    enum class Kind : std::uint8_t { part_begin, data, part_end };
    Kind kind = Kind::data;
    PartHead part{};           // of part_begin
    std::string_view bytes{};  // of data, never empty
};

/// multipart/form-data (RFC 7578, RFC 2046 §5.1) as a state machine without input or output: the
/// same events come out however the input is cut, but for where data is cut. Preamble, epilogue and
/// white space after a boundary are skipped. Memory: one part's header lines. Not shared between
/// threads.
class MultipartParser {
public:
    /// REQUIRES: `boundary` came from multipart_boundary().
    explicit MultipartParser(std::string_view boundary);

    /// Appends what `chunk` means to `events`. Code::malformed_body or Code::body_too_large (parts,
    /// header lines); the parser is of no use afterwards.
    Result<void> feed(std::string_view chunk, std::vector<MultipartEvent>& events);

    /// True once the closing boundary came; a body that ends earlier was cut off.
    bool complete() const { return state_ == State::epilogue; }

private:
    enum class State : std::uint8_t { preamble, after_boundary, head, data, epilogue };

    void emit(std::string_view bytes, std::vector<MultipartEvent>& events) const;
    std::size_t scan(std::string_view chunk, std::vector<MultipartEvent>& events);
    Result<std::size_t> read_after_boundary(std::string_view chunk);
    Result<std::size_t> read_head(std::string_view chunk, std::vector<MultipartEvent>& events);

    std::string delimiter_;    // CR LF "--" boundary
    std::size_t matched_ = 2;  // bytes of delimiter_ seen; the first one needs no CR LF
    std::size_t assumed_ = 2;  // of these, bytes that are no data should the match fail
    State state_ = State::preamble;
    std::string line_{};  // collected: what follows a boundary, or a part's header lines
    std::size_t parts_ = 0;
};

/// The boundary of a Content-Type, or nullopt when it is missing, empty, too long or holds
/// characters that RFC 2046 does not allow.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Reads a part's header lines (each ended by CR LF). Code::malformed_body without a
/// Content-Disposition of form-data with a name, or for a line without a colon.
Result<PartHead> parse_part_head(std::string_view lines);

/// The last segment of a path in either notation, without control characters, cut to
/// filename_bytes_max.
std::string plain_filename(std::string_view sent);

}  // namespace pilotlight::http
