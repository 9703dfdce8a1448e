#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/server/multipart.hpp"
#include "http/server/server.hpp"
#include "http/server/spool.hpp"

namespace pilotlight::http {

/// Takes a body as it arrives, within what the application planned for it: into Request::body, or,
/// for multipart/form-data, into Request::form and spooled Request::files. File fields left empty
/// (no name, no bytes) are left out, as browsers send them for "nothing chosen".
class Body {
public:
    /// `request` and `spool_folder` outlive the body.
    Body(const BodyPlan& plan, const std::filesystem::path& spool_folder, Request& request);
    ~Body();
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;

    /// Judges the head alone: Code::unsupported_media_type for multipart that was not planned,
    /// Code::malformed_body without a boundary, Code::body_too_large when `announced_bytes`
    /// (Content-Length; nullopt for chunked) cannot fit.
    Result<void> begin(std::optional<std::uint64_t> announced_bytes);
    /// Code::body_too_large, Code::malformed_body, Code::storage_full or Code::internal.
    /// A chunk of so many bytes comes next: one that is too large is refused before it is read.
    Result<void> expect(std::uint64_t chunk_bytes) const;
    Result<void> add(std::string_view bytes);
    /// Call once after the last byte. Code::malformed_body when multipart was cut off.
    Result<void> finish();

private:
    std::uint64_t bytes_max() const;
    Result<void> add_event(const MultipartEvent& event);
    Result<void> begin_part(PartHead part);
    Result<void> add_data(std::string_view bytes);
    Result<void> end_part();
    Result<void> count_text(std::size_t bytes);

    const BodyPlan plan_;
    const std::filesystem::path& spool_folder_;
    Request& request_;
    std::optional<MultipartParser> multipart_{};
    std::vector<MultipartEvent> events_{};
    PartHead part_{};
    std::unique_ptr<SpoolFile> file_{};
    std::size_t files_ = 0;
    std::size_t text_bytes_ = 0;  // of all text parts, names included
    std::uint64_t bytes_ = 0;     // received
};

}  // namespace pilotlight::http
