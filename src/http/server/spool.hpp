#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"

struct evp_md_ctx_st;

namespace pilotlight::http {

/// Bytes gathered before they are written; also the longest single write.
inline constexpr std::size_t spool_buffer_bytes = 64 * 1024;

/// A file part on its way to disk: a new file of a random name, mode 0600, hashed (SHA-256) as it
/// is written. Runs on the IO thread: writes of at most spool_buffer_bytes go to the page cache and
/// take microseconds; making them durable (fsync) is the application's, off that thread.
/// Dropped before finish(), the file goes too.
class SpoolFile {
public:
    /// Code::internal when the folder cannot be written.
    static Result<std::unique_ptr<SpoolFile>> create(const std::filesystem::path& folder);
    ~SpoolFile();
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;

    /// Code::storage_full when the disk is full, Code::internal for other failures.
    Result<void> write(std::string_view bytes);
    /// The file with its size and digest; field, name and media type are the caller's to set.
    Result<std::shared_ptr<UploadedFile>> finish();
    std::uint64_t size_bytes() const { return file_->size_bytes; }

private:
    SpoolFile(int descriptor, std::filesystem::path path);
    Result<void> flush();

    int descriptor_;
    std::shared_ptr<UploadedFile> file_;
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> digest_;
    std::string buffer_{};
};

}  // namespace pilotlight::http
