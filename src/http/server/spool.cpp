#include "http/server/spool.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/storage.hpp"
#include "http/server/random_id.hpp"

namespace pilotlight::http {

SpoolFile::SpoolFile(int descriptor, std::filesystem::path path)
    : descriptor_(descriptor),
      file_(std::make_shared<UploadedFile>(std::move(path))),
      digest_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    buffer_.reserve(spool_buffer_bytes);
}

SpoolFile::~SpoolFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::unique_ptr<SpoolFile>> SpoolFile::create(const std::filesystem::path& folder) {
    auto path = folder / ("upload-" + random_id());
    const int descriptor =
        ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return storage_error("open " + path.string(), errno);
    std::unique_ptr<SpoolFile> file(new SpoolFile(descriptor, std::move(path)));
    if (!file->digest_ || EVP_DigestInit_ex(file->digest_.get(), EVP_sha256(), nullptr) != 1) {
        return internal_error("SHA-256 is not available");
    }
    return file;
}

Result<void> SpoolFile::write(std::string_view bytes) {
    file_->size_bytes += bytes.size();
    while (!bytes.empty()) {
        const auto part = bytes.substr(0, spool_buffer_bytes - buffer_.size());
        buffer_ += part;
        bytes.remove_prefix(part.size());
        if (buffer_.size() == spool_buffer_bytes) TRY(flush());
    }
    return {};
}

Result<void> SpoolFile::flush() {
    if (EVP_DigestUpdate(digest_.get(), buffer_.data(), buffer_.size()) != 1) {
        return internal_error("SHA-256 failed");
    }
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        const auto written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return storage_error("write", errno);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
    return {};
}

Result<std::shared_ptr<UploadedFile>> SpoolFile::finish() {
    TRY(flush());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_DigestFinal_ex(digest_.get(), digest.data(), &length) != 1) {
        return internal_error("SHA-256 failed");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    for (unsigned i = 0; i < length; ++i) {
        file_->sha256 += digits[digest[i] >> 4];
        file_->sha256 += digits[digest[i] & 15];
    }
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0) return storage_error("close", errno);
    return file_;
}

}  // namespace pilotlight::http
