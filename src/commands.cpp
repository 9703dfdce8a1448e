#include "commands.hpp"

#include <cstdio>
#include <fstream>

#include "base/crypto.hpp"
#include "base/decode.hpp"
#include "base/password.hpp"
#include "base/storage.hpp"
#include "base/text.hpp"
#include "jobs/kinds.hpp"
#include "service/account.hpp"
#include "service/file_store.hpp"
#include "store/attachment.hpp"
#include "store/store.hpp"

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

int fail(const Error& error) {
    for (const auto& fault : error.fields) {
        std::fprintf(stderr, "pilotlight: %s: %s\n", fault.field.c_str(), fault.message.c_str());
    }
    if (error.fields.empty()) {
        const auto& reason = error.cause.empty() ? error.message : error.cause;
        std::fprintf(stderr, "pilotlight: %s\n", reason.c_str());
    }
    return 1;
}

Result<Account> checked(const NewSuperuser& user) {
    // The names are not asked for; "-" satisfies their rule and is taken out again.
    const boost::json::object object{{"username", user.username},
                                     {"email", user.email},
                                     {"first_name", "-"},
                                     {"last_name", "-"}};
    FieldErrors faults;
    auto decoded = decode<Account>(object, Mode::create, faults);
    auto& draft = decoded.value;
    draft.first_name.clear();
    draft.last_name.clear();
    draft.role = Role::admin;
    const PasswordOwner owner{.username = draft.username, .email = draft.email};
    for (auto& fault : password_faults(user.password, owner, PasswordPolicy::strict)) {
        faults.push_back({"password", std::move(fault)});
    }
    if (!faults.empty()) return invalid(std::move(faults));
    return std::move(draft);
}

Result<void> make_superuser(const fs::path& data, NewSuperuser user) {
    user.password = std::string(trimmed(user.password));  // as every log-in does
    const auto draft = TRY(checked(user));
    const auto store = TRY(store::open({.folder = data}));
    TRY(store->migrate());
    const auto hash = TRY(hash_password(user.password));
    const auto now = SystemClock().now();
    // Whoever may run commands on the server's own folder is an administrator already.
    const Actor operator_of_the_server{.role = Role::admin};
    auto outcome = store->write_and_wait([&](store::Tx& tx) -> Result<void> {
        TRY(service::account::open(
            tx, {.draft = draft, .password_hash = hash, .by = operator_of_the_server}, now));
        return {};
    });
    store->stop();
    return outcome;
}

/// What is wrong with the bytes of an attachment, or nothing.
std::string fault_of(const Attachment& file, const service::FileStore& files) {
    constexpr std::size_t chunk_bytes = 256 * 1024;
    if (!files.has(file.storage_key)) return "its file is missing";
    std::ifstream in(files.path_of(file.storage_key), std::ios::binary);
    std::string chunk(chunk_bytes, '\0');
    Sha256Stream sum;
    while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
        sum.update(std::string_view(chunk).substr(0, static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad()) return "its file cannot be read";
    return sum.finish_hex() == file.sha256 ? "" : "its file is not what was uploaded";
}

/// Rows whose file is gone or has changed, in sentences.
Result<std::vector<std::string>> file_faults(store::Store& store, const fs::path& data) {
    constexpr int rows = 1'000;
    const service::FileStore files(data / "attachments");
    const auto scope = TRY(store.read());
    std::vector<std::string> findings;
    AttachmentId last;
    while (true) {
        const auto page = TRY(store::attachment::all_after(**scope, last, rows));
        for (const auto& file : page) {
            const auto fault = fault_of(file, files);
            if (fault.empty()) continue;
            findings.push_back("attachment " + std::to_string(file.id.value) + ": " + fault);
        }
        if (page.size() < rows) return findings;
        last = page.back().id;
    }
}

/// Stored files that no row names and that no upload can still be waiting for.
Result<std::vector<std::string>> orphaned_files(store::Store& store, const fs::path& data) {
    const auto scope = TRY(store.read());
    std::vector<std::string> findings;
    const auto judge = [&](const fs::directory_entry& file) -> Result<void> {
        const bool may_be = TRY(jobs::may_be_forgotten(file));
        if (!may_be) return {};
        const auto key = file.path().filename().string();
        const bool stored = TRY(store::attachment::is_stored(**scope, key));
        if (!stored) findings.push_back("file " + key + ": no attachment refers to it");
        return {};
    };
    TRY(each_entry_below(data / "attachments", judge));
    return findings;
}

Result<std::vector<std::string>> findings_of(const fs::path& data) {
    std::error_code failed;
    if (!fs::exists(data, failed)) return internal_error("no such folder: " + data.string());
    const auto store = TRY(store::open({.folder = data, .exclusive = false}));
    auto findings = TRY(store->check());
    if (findings.empty()) {
        findings = TRY(file_faults(*store, data));
        for (auto& orphan : TRY(orphaned_files(*store, data))) {
            findings.push_back(std::move(orphan));
        }
    }
    store->stop();
    return findings;
}

}  // namespace

int create_superuser(const fs::path& data, const NewSuperuser& user) {
    if (auto made = make_superuser(data, user); !made) return fail(made.error());
    std::printf("Administrator %s was created.\n", user.username.c_str());
    return 0;
}

int migrate(const fs::path& data) {
    const auto store = store::open({.folder = data});
    if (!store) return fail(store.error());
    if (auto done = (*store)->migrate(); !done) return fail(done.error());
    const auto version = (*store)->schema_version();
    if (!version) return fail(version.error());
    std::printf("Schema version %d.\n", *version);
    (*store)->stop();
    return 0;
}

int check(const fs::path& data) {
    const auto findings = findings_of(data);
    if (!findings) return fail(findings.error());
    for (const auto& finding : *findings) std::printf("%s\n", finding.c_str());
    if (findings->empty()) std::printf("No fault found.\n");
    return findings->empty() ? 0 : 1;
}

}  // namespace pilotlight
