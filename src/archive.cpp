#include "archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <boost/json/value.hpp>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>

#include "base/crypto.hpp"
#include "base/instant.hpp"
#include "base/json_parse.hpp"
#include "base/json_writer.hpp"
#include "base/storage.hpp"
#include "service/file_store.hpp"
#include "store/attachment.hpp"
#include "store/migration.hpp"
#include "store/store.hpp"

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = 256 * 1024;
constexpr std::size_t manifest_bytes_max = 512 * 1024 * 1024;
constexpr std::string_view manifest_name = "manifest.json";
constexpr std::string_view database_name = "pilotlight.db";
constexpr std::string_view attachments_prefix = "attachments/";
constexpr std::int64_t format_version = 1;

Error fault(std::string text) {
    return internal_error(std::move(text));
}

int fail(const Error& error) {
    const auto& reason = error.cause.empty() ? error.message : error.cause;
    std::fprintf(stderr, "pilotlight: %s\n", reason.c_str());
    return 1;
}

/// The path without a slash at its end or links in it, so that a name can be put beside it.
fs::path plain(const fs::path& path) {
    std::error_code failed;  // a path that cannot be followed is refused where it is used
    auto followed = fs::weakly_canonical(fs::absolute(path), failed);
    if (failed) return path;
    return followed.has_filename() ? followed : followed.parent_path();
}

/// A folder of one run, that only its owner may enter and that goes with everything in it. Nobody
/// else's is ever taken: what lies in it was not checked by this run and is not ours to remove.
class Draft {
public:
    static Result<Draft> make(const fs::path& path) {
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (failed) return fault(path.parent_path().string() + ": " + failed.message());
        if (::mkdir(path.c_str(), 0700) == 0) return Draft(path);
        if (errno != EEXIST) {
            return fault(path.string() + ": " + std::generic_category().message(errno));
        }
        return fault(path.string() + ": is there already; remove it unless another run is at work");
    }
    ~Draft() {
        std::error_code ignored;  // what is not there need not go
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    Draft(Draft&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    fs::path operator/(std::string_view name) const { return path_ / name; }
    const fs::path& path() const { return path_; }
    /// From here on the folder has gone elsewhere.
    void release() { path_.clear(); }

private:
    explicit Draft(fs::path path) : path_(std::move(path)) {}

    fs::path path_;
};

/// Renames durably.
Result<void> rename_to(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return fault(to.string() + ": " + failed.message());
    return sync_to_disk(to.parent_path());
}

/// What the manifest says of one member.
struct Member {
    std::int64_t size_bytes = 0;
    std::string sha256{};
};
using Members = std::map<std::string, Member>;

struct FreeWriter {
    void operator()(archive* tar) const { archive_write_free(tar); }
};
struct FreeReader {
    void operator()(archive* tar) const { archive_read_free(tar); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

Error archive_fault(archive* tar) {
    const char* text = archive_error_string(tar);
    return fault(std::string("archive: ") + (text == nullptr ? "unknown fault" : text));
}

/// Writes members one after another and remembers their digests.
class TarWriter {
public:
    Result<void> open(const fs::path& path) {
        tar_.reset(archive_write_new());
        archive_write_set_format_pax_restricted(tar_.get());
        if (archive_write_open_filename(tar_.get(), path.c_str()) != ARCHIVE_OK) {
            return archive_fault(tar_.get());
        }
        return {};
    }
    Result<void> add_file(const std::string& name, const fs::path& file) {
        std::error_code failed;
        const auto size = fs::file_size(file, failed);
        if (failed) return fault(file.string() + ": " + failed.message());
        TRY(begin(name, static_cast<std::int64_t>(size)));
        std::ifstream in(file, std::ios::binary);
        std::string chunk(chunk_bytes, '\0');
        Sha256Stream sum;
        std::int64_t written = 0;
        while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) ||
               in.gcount() > 0) {
            const std::string_view bytes(chunk.data(), static_cast<std::size_t>(in.gcount()));
            sum.update(bytes);
            TRY(put(bytes));
            written += in.gcount();
        }
        if (written != static_cast<std::int64_t>(size)) return fault(file.string() + ": changed");
        members_[name] = {written, sum.finish_hex()};
        return {};
    }
    Result<void> finish(Instant now, int schema_version) {
        JsonWriter out;
        out.begin_object().member("format", format_version);
        out.member("schema_version", schema_version).member("created_at", now);
        out.key("members").begin_array();
        for (const auto& [name, member] : members_) {
            out.begin_object().member("path", name).member("size_bytes", member.size_bytes);
            out.member("sha256", member.sha256).end_object();
        }
        out.end_array().end_object();
        TRY(begin(std::string(manifest_name), static_cast<std::int64_t>(out.text().size())));
        TRY(put(out.text()));
        if (archive_write_close(tar_.get()) != ARCHIVE_OK) return archive_fault(tar_.get());
        return {};
    }

private:
    Result<void> begin(const std::string& name, std::int64_t size) {
        const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), size);
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0600);
        if (archive_write_header(tar_.get(), entry.get()) != ARCHIVE_OK) {
            return archive_fault(tar_.get());
        }
        return {};
    }
    Result<void> put(std::string_view bytes) {
        const auto put = archive_write_data(tar_.get(), bytes.data(), bytes.size());
        if (put != static_cast<la_ssize_t>(bytes.size())) return archive_fault(tar_.get());
        return {};
    }

    std::unique_ptr<archive, FreeWriter> tar_{};
    Members members_{};
};

/// The attachments of a moment after the database was copied: at least those that the copy names.
Result<void> add_attachments(TarWriter& tar, store::Store& store, const service::FileStore& files) {
    constexpr int rows = 1'000;
    AttachmentId last;
    while (true) {
        const auto scope = TRY(store.read());
        const auto page = TRY(store::attachment::all_after(**scope, last, rows));
        for (const auto& file : page) {
            const auto& key = file.storage_key;
            TRY(tar.add_file(std::string(attachments_prefix) + key.substr(0, 2) + "/" + key,
                             files.path_of(key)));
        }
        if (page.size() < rows) return {};
        last = page.back().id;
    }
}

/// The archive holds everything but the key: it is for its owner's eyes, like the data folder.
Result<void> save(const fs::path& data, const fs::path& target) {
    std::error_code failed;
    if (fs::exists(target, failed)) return fault(target.string() + ": exists already");
    const auto store = TRY(store::open({.folder = data, .exclusive = false}));
    const auto version = TRY(store->schema_version());
    const auto draft = TRY(Draft::make(target.string() + ".partial"));
    const auto copy = draft / database_name;
    TRY(store->backup(copy));
    const auto archive = draft / "archive.tar";
    TarWriter tar;
    TRY(tar.open(archive));
    TRY(tar.add_file(std::string(database_name), copy));
    TRY(add_attachments(tar, *store, service::FileStore(data / "attachments")));
    TRY(tar.finish(SystemClock().now(), version));
    store->stop();
    fs::permissions(archive, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (failed) return fault(archive.string() + ": " + failed.message());
    TRY(sync_to_disk(archive));
    return rename_to(archive, target);
}

/// Ours and nothing else: no absolute path, no "..", no other folder.
bool is_member_name(std::string_view name) {
    if (name == database_name || name == manifest_name) return true;
    if (!name.starts_with(attachments_prefix)) return false;
    name.remove_prefix(attachments_prefix.size());
    return name.size() > 3 && name[2] == '/' && service::is_storage_key(name.substr(3)) &&
           name.substr(0, 2) == name.substr(3, 2);
}

Result<Member> unpack_member(archive* tar, const fs::path& target) {
    std::error_code failed;
    fs::create_directories(target.parent_path(), failed);
    std::ofstream out(target, std::ios::binary);
    fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, failed);
    std::string chunk(chunk_bytes, '\0');
    Sha256Stream sum;
    Member member;
    while (true) {
        const auto got = archive_read_data(tar, chunk.data(), chunk.size());
        if (got == 0) break;
        if (got < 0) return archive_fault(tar);
        const std::string_view bytes(chunk.data(), static_cast<std::size_t>(got));
        sum.update(bytes);
        out << bytes;
        member.size_bytes += got;
    }
    out.close();
    if (!out) return fault(target.string() + ": cannot be written");
    TRY(sync_to_disk(target));
    member.sha256 = sum.finish_hex();
    return member;
}

Result<Members> unpack(const fs::path& source, const fs::path& folder) {
    const std::unique_ptr<archive, FreeReader> tar(archive_read_new());
    archive_read_support_format_tar(tar.get());
    if (archive_read_open_filename(tar.get(), source.c_str(), chunk_bytes) != ARCHIVE_OK) {
        return archive_fault(tar.get());
    }
    Members members;
    while (true) {
        archive_entry* entry = nullptr;
        const int code = archive_read_next_header(tar.get(), &entry);
        if (code == ARCHIVE_EOF) return members;
        if (code != ARCHIVE_OK) return archive_fault(tar.get());
        const char* name = archive_entry_pathname(entry);
        if (name == nullptr || !is_member_name(name) || archive_entry_filetype(entry) != AE_IFREG ||
            archive_entry_hardlink(entry) != nullptr || members.contains(name)) {
            return fault("this is no backup of Pilotlight: it holds a foreign member");
        }
        auto member = TRY(unpack_member(tar.get(), folder / name));
        members[name] = std::move(member);
    }
}

/// One line of the manifest; false when it is none.
bool read_row(const boost::json::value& item, Members& members) {
    const auto* row = item.if_object();
    if (row == nullptr) return false;
    const auto* path = row->if_contains("path");
    const auto* bytes = row->if_contains("size_bytes");
    const auto* sum = row->if_contains("sha256");
    const bool complete = path != nullptr && path->is_string() && bytes != nullptr &&
                          bytes->is_int64() && sum != nullptr && sum->is_string();
    if (!complete) return false;
    members[std::string(path->get_string())] = {bytes->get_int64(), std::string(sum->get_string())};
    return true;
}

Result<void> check_versions(const boost::json::object& manifest) {
    const auto* format = manifest.if_contains("format");
    if (format == nullptr || *format != format_version) {
        return fault("the backup's manifest is of another version");
    }
    const auto* schema = manifest.if_contains("schema_version");
    const auto newest = store::migrations().back().number;
    if (schema == nullptr || !schema->is_int64() || schema->get_int64() > newest) {
        return fault("the backup is of a newer Pilotlight; install that first");
    }
    return {};
}

Result<Members> read_manifest(const fs::path& file) {
    std::error_code failed;
    const auto size = fs::file_size(file, failed);
    if (failed || size > manifest_bytes_max) return fault("the backup has no manifest");
    std::string text(size, '\0');
    std::ifstream(file, std::ios::binary).read(text.data(), static_cast<std::streamsize>(size));
    const auto value = TRY(parse_json(text));
    Members members;
    const auto* object = value.if_object();
    const auto* list = object == nullptr ? nullptr : object->if_contains("members");
    if (list == nullptr || !list->is_array()) return fault("the backup's manifest is damaged");
    TRY(check_versions(*object));
    for (const auto& item : list->get_array()) {
        if (!read_row(item, members)) return fault("the backup's manifest is damaged");
    }
    return members;
}

Result<void> compare(const Members& promised, Members found) {
    found.erase(std::string(manifest_name));
    for (const auto& [name, member] : promised) {
        const auto at = found.find(name);
        if (at == found.end()) return fault("the backup lacks " + name);
        const bool same = at->second.size_bytes == member.size_bytes &&
                          equal_constant_time(at->second.sha256, member.sha256);
        if (!same) return fault("the backup is damaged at " + name);
    }
    if (found.size() != promised.size()) return fault("the backup holds more than it says");
    if (!promised.contains(std::string(database_name))) return fault("the backup has no database");
    return {};
}

/// The names of a folder and of those in it survive a power cut; the files have been synced.
Result<void> sync_names(const fs::path& folder) {
    TRY(each_entry_below(folder, [](const fs::directory_entry& entry) -> Result<void> {
        std::error_code failed;
        if (entry.is_directory(failed)) TRY(sync_to_disk(entry.path()));
        if (failed) return fault(entry.path().string() + ": " + failed.message());
        return {};
    }));
    return sync_to_disk(folder);
}

Result<void> check_target(const fs::path& data) {
    std::error_code failed;
    if (!fs::exists(data, failed)) return {};
    if (!fs::is_directory(data, failed)) return fault(data.string() + ": is not a folder");
    if (!fs::is_empty(data, failed)) return fault(data.string() + ": is not empty");
    return {};
}

Result<void> load(const fs::path& data, const fs::path& source) {
    TRY(check_target(data));
    auto folder = TRY(Draft::make(data.string() + ".restoring"));
    auto found = TRY(unpack(source, folder.path()));
    const auto promised = TRY(read_manifest(folder / manifest_name));
    TRY(compare(promised, std::move(found)));
    std::error_code failed;
    fs::remove(folder / manifest_name, failed);
    if (failed) return fault(folder.path().string() + ": " + failed.message());
    TRY(sync_names(folder.path()));
    fs::remove(data, failed);  // an empty folder may be in the way
    if (failed) return fault(data.string() + ": " + failed.message());
    TRY(rename_to(folder.path(), data));
    folder.release();
    return {};
}

}  // namespace

Result<void> write_archive(const fs::path& data, const fs::path& archive) {
    return save(data, plain(archive));
}

int backup(const fs::path& data, const fs::path& archive) {
    const auto saved = write_archive(data, archive);
    if (!saved) return fail(saved.error());
    std::printf("Saved to %s. The secret key is not in it.\n", archive.c_str());
    return 0;
}

int restore(const fs::path& data, const fs::path& archive) {
    const auto loaded = load(plain(data), archive);
    if (!loaded) return fail(loaded.error());
    std::printf("Restored to %s.\n", data.c_str());
    return 0;
}

}  // namespace pilotlight
