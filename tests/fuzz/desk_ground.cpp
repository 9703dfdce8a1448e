#include "desk_ground.hpp"

#include <stdlib.h>

#include <algorithm>

#include "demo.hpp"
#include "http/surfaces.hpp"
#include "store/account.hpp"
#include "target.hpp"

namespace pilotlight::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view opened_at = "2026-11-21T10:00:00Z";
// Far more than one run sends: a limit of numbers would hide what lies behind it.
constexpr std::size_t events_max = 1'000'000'000;

fs::path new_folder() {
    auto name = (fs::temp_directory_path() / "desk_fuzz_XXXXXX").string();
    expect(::mkdtemp(name.data()) != nullptr, "a folder can be made");
    return name;
}

std::unique_ptr<store::Store> filled_store(const fs::path& folder,
                                           service::FileStore& files,
                                           Instant now) {
    // What takes too long is libFuzzer's to tell. A deadline of ours also ends where the process
    // was held or starved, whatever the input.
    auto store = store::open({.folder = folder, .read_deadline = std::chrono::hours{24}});
    expect(store && (*store)->migrate() && files.start(), "the store opens");
    expect(static_cast<bool>(fill_demo(**store, files, now)), "the store is filled");
    return *std::move(store);
}

KeyRing key_of_the_day() {
    auto keys = KeyRing::parse(random_hex(32));
    expect(static_cast<bool>(keys), "the key is good");
    return *std::move(keys);
}

Throttle unlimited() {
    return Throttle({.events_max = events_max, .window = std::chrono::seconds{1}});
}

}  // namespace

/// A transaction as a connection that only reads.
class UndoneStore::Lent final : public store::Connection {
public:
    explicit Lent(store::Tx& tx) : tx_(tx) {}
    Result<std::int64_t> run(const store::Query& query,
                             std::span<const store::Value> values,
                             const Visit& visit) override {
        TRY(tx_.each(query, values, visit));
        return std::int64_t{0};
    }

private:
    store::Tx& tx_;
};

UndoneStore::UndoneStore(std::unique_ptr<store::Store> store) : store_(std::move(store)) {}
UndoneStore::~UndoneStore() = default;

Result<std::unique_ptr<store::ReadScope>> UndoneStore::read(store::Patience) {
    if (!open_) return store_->read();
    return std::make_unique<store::ReadScope>(*open_, [] {});
}

void UndoneStore::write(Work work, Done done) {
    bool is_told = false;
    const auto undone = store_->write_and_wait([&](store::Tx& tx) -> Result<void> {
        auto outcome = work(tx);
        if (outcome) outcome = store::write_tallies(tx, tx.take_tallies());
        auto steps = tx.take_steps();
        std::ranges::stable_sort(steps, {}, &store::Tx::Step::row);
        for (const auto& step : steps) {
            if (outcome) outcome = step.run(tx);
        }
        if (!is_told) {
            is_told = true;
            open_ = std::make_unique<Lent>(tx);
            done(std::move(outcome));
            open_.reset();
        }
        return Error{.code = Code::conflict, .message = "undone"};
    });
    if (!is_told) done(undone);
}

DeskGround::DeskGround()
    : folder_(new_folder()),
      clock_(*parse_iso8601(opened_at)),
      files_(folder_ / "attachments"),
      spool_folder_(files_.spool_folder()),
      store_(filled_store(folder_, files_, clock_.now())),
      // Begun before the tokens are issued, so that they are not compared with the database.
      access_(key_of_the_day(), {}, clock_.now() - std::chrono::seconds{1}),
      pool_({}),
      notices_(store_),
      streams_({}),
      desk_{.settings = settings_,
            .clock = clock_,
            .store = store_,
            .access = access_,
            .files = files_,
            .pool = pool_,
            .long_reads = pool_,
            .notices = notices_,
            .streams = streams_,
            .login_failures_by_account = unlimited(),
            .login_failures_by_address = unlimited(),
            .registrations_by_address = unlimited(),
            .leak_reports_by_address = unlimited(),
            .leak_reports = unlimited(),
            .changes_by_customer = unlimited(),
            .files_by_customer = unlimited()},
      dispatcher_(desk_, http::route_tables()) {
    // Hashing costs 20 ms: what would go to the pool is answered as a full one answers it.
    pool_.stop();
    const auto scope = store_.read();
    expect(static_cast<bool>(scope), "the store can be read");
    for (const auto& [role, username] : {std::pair{"customer", "meera_customer"},
                                         {"support", "asha_support"},
                                         {"technician", "tarun_technician"},
                                         {"admin", "admin"}}) {
        const auto account = store::account::find_by_username(***scope, username);
        expect(account && *account, "the demo has its people");
        tokens_.emplace_back(role, access_.issue_access(**account, {}, clock_.now()));
    }
}

DeskGround::~DeskGround() {
    store_.stop();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string DeskGround::authorization_of(std::string_view role) const {
    for (const auto& [word, token] : tokens_) {
        if (word == role) return "Bearer " + token;
    }
    return {};
}

DeskGround& ground() {
    static DeskGround made;
    return made;
}

}  // namespace pilotlight::fuzz
