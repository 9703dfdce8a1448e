#include "service/file_store.hpp"

#include <magic.h>

#include <algorithm>
#include <memory>

#include "base/ascii.hpp"
#include "base/crypto.hpp"
#include "base/storage.hpp"
#include "base/text.hpp"
#include "domain/attachment.hpp"

namespace pilotlight::service {
namespace {

namespace fs = std::filesystem;

struct CloseMagic {
    void operator()(magic_set* cookie) const { magic_close(cookie); }
};

}  // namespace

bool is_storage_key(std::string_view text) {
    constexpr std::size_t digits = 32;
    return text.size() == digits &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

Result<void> FileStore::start() {
    std::error_code failed;
    fs::create_directories(spool_folder(), failed);
    if (failed) return storage_error("attachment folder", failed.value());
    fs::permissions(folder_, fs::perms::owner_all, failed);
    if (failed) return internal_error("attachment folder: " + failed.message());
    TRY(sync_to_disk(folder_));
    TRY(sync_to_disk(folder_of(folder_)));
    // What was being uploaded when the last process ended belongs to nobody.
    return each_entry(spool_folder(), [](const fs::directory_entry& left) -> Result<void> {
        std::error_code stays;  // in nobody's way
        fs::remove(left.path(), stays);
        return {};
    });
}

fs::path FileStore::path_of(std::string_view storage_key) const {
    return folder_ / storage_key.substr(0, 2) / storage_key;
}

bool FileStore::has(std::string_view storage_key) const {
    std::error_code failed;
    return is_storage_key(storage_key) && fs::is_regular_file(path_of(storage_key), failed);
}

Result<std::string> FileStore::keep(const fs::path& temporary) {
    constexpr std::size_t key_bytes = 16;
    auto key = random_hex(key_bytes);
    const auto target = path_of(key);
    std::error_code failed;
    const bool is_new = fs::create_directory(target.parent_path(), failed);
    if (failed) return storage_error("attachment folder", failed.value());
    if (is_new) TRY(sync_to_disk(folder_));
    TRY(sync_to_disk(temporary));
    fs::rename(temporary, target, failed);
    if (failed) return storage_error("attachment", failed.value());
    TRY(sync_to_disk(target.parent_path()));
    return key;
}

Result<void> FileStore::remove(std::string_view storage_key) {
    if (!is_storage_key(storage_key)) return internal_error("not a storage key");
    std::error_code failed;
    fs::remove(path_of(storage_key), failed);
    if (failed) return storage_error("remove attachment", failed.value());
    return {};
}

std::string sniff_media_type(const fs::path& file) {
    constexpr auto unknown = "application/octet-stream";
    thread_local const std::unique_ptr<magic_set, CloseMagic> cookie = [] {
        std::unique_ptr<magic_set, CloseMagic> opened(magic_open(MAGIC_MIME_TYPE));
        if (opened && magic_load(opened.get(), nullptr) != 0) opened.reset();
        return opened;
    }();
    const char* found = cookie ? magic_file(cookie.get(), file.c_str()) : nullptr;
    return found == nullptr ? unknown : found;
}

namespace {

/// "gpj.exe" behind U+202E looks like "exe.jpg": a name must read as it is stored.
void remove_direction_marks(std::string& name) {
    for (std::string_view mark : {"\u200e",
                                  "\u200f",
                                  "\u202a",
                                  "\u202b",
                                  "\u202c",
                                  "\u202d",
                                  "\u202e",
                                  "\u2066",
                                  "\u2067",
                                  "\u2068",
                                  "\u2069"}) {
        for (auto at = name.find(mark); at != std::string::npos; at = name.find(mark, at)) {
            name.erase(at, mark.size());
        }
    }
}

}  // namespace

std::string safe_file_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string safe;
    for (const char c : is_utf8(name) ? name : std::string_view()) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F && c != '"') safe.push_back(c);
    }
    remove_direction_marks(safe);
    safe = std::string(truncated(trimmed(safe), attachment_name_length_max));
    return safe.empty() || safe == "." || safe == ".." ? "file" : safe;
}

}  // namespace pilotlight::service
