#include "store/sqlite/readers.hpp"

#include <algorithm>
#include <mutex>

#include "base/log.hpp"
#include "store/sqlite/connection.hpp"

namespace pilotlight::store::sqlite {
namespace {

// DEFERRED: the snapshot is taken by the first statement, and a scope that reads nothing costs
// nothing.
constexpr Query begin{"read_begin", "BEGIN DEFERRED"};
constexpr Query end{"read_end", "COMMIT"};

Error stopped() {
    return {.code = Code::overloaded,
            .message = "The server is shutting down.",
            .retry_after_s = overloaded_retry_after_s};
}

}  // namespace

/// A thread's connection and how many scopes on it are alive.
class Readers::Reader : public std::enable_shared_from_this<Reader> {
public:
    Reader(std::unique_ptr<SqliteConnection> connection, std::shared_ptr<const CommitCount> commits)
        : connection_(std::move(connection)), commits_(std::move(commits)) {}

    Result<std::unique_ptr<ReadScope>> enter(std::chrono::milliseconds deadline) {
        if (depth_ == 0) {
            connection_->set_deadline(std::chrono::steady_clock::now() + deadline);
            TRY(have_view());
            self_ = shared_from_this();
        }
        ++depth_;
        return std::make_unique<ReadScope>(*connection_, [this] { leave(); });
    }

    void share_views(Later later) { later_ = std::move(later); }

    /// The next thread has its own way of sharing, or none.
    void stop_sharing() {
        later_ = nullptr;
        turn_.reset();
        if (depth_ == 0) end_view_or_tell();
    }

private:
    /// The view that is open, or a new one when that is older than the last commit.
    Result<void> have_view() {
        const auto commits = commits_->load(std::memory_order_acquire);
        if (commits != commits_seen_) TRY(end_view());
        if (is_open()) return {};
        TRY(connection_->control(begin));
        commits_seen_ = commits;  // known before the view was taken: it has these at least
        return {};
    }

    void leave() {
        if (--depth_ > 0) return;
        connection_->set_deadline(std::chrono::steady_clock::time_point::max());
        const auto last = std::move(self_);
        if (!later_ || !ends_later()) end_view_or_tell();
    }

    /// Asks for the end of the view after this turn, once; false when that cannot be had.
    bool ends_later() {
        if (turn_) return true;
        try {
            turn_ = std::make_shared<Reader*>(this);
            later_([turn = std::weak_ptr(turn_)] {
                if (const auto reader = turn.lock()) (*reader)->end_turn();
            });
            return true;
        } catch (const std::exception& fault) {
            log_error("read_end_not_put_off", {{"cause", fault.what()}});
            turn_.reset();
            return false;
        }
    }

    void end_turn() {
        turn_.reset();
        if (depth_ == 0) end_view_or_tell();
    }

    Result<void> end_view() { return is_open() ? connection_->control(end) : Result<void>{}; }

    void end_view_or_tell() {
        if (const auto ended = end_view(); !ended) {
            log_error("read_end_failed", {{"cause", ended.error().cause}});
        }
    }

    /// SQLite ends a transaction by itself after some read errors.
    bool is_open() const { return sqlite3_get_autocommit(connection_->handle()) == 0; }

    std::unique_ptr<SqliteConnection> connection_;
    std::shared_ptr<const CommitCount> commits_;
    std::uint64_t commits_seen_ = 0;   // of the view
    Later later_{};                    // empty: a view ends with its last scope
    std::shared_ptr<Reader*> turn_{};  // while later_ has been asked; its step finds nothing after
    int depth_ = 0;
    std::shared_ptr<Reader> self_{};  // set while a scope is alive: close() must not pull it away
};

/// What the readers of one store share; outlives the store in threads that still know it.
class Readers::Shelf {
public:
    Shelf(std::filesystem::path file,
          const Options& options,
          std::shared_ptr<const CommitCount> commits)
        : deadline_(options.read_deadline),
          brief_deadline_(std::min(options.brief_read_deadline, options.read_deadline)),
          refuses_whole_reads_(options.refuses_whole_reads),
          file_(std::move(file)),
          commits_(std::move(commits)) {}

    Result<std::shared_ptr<Reader>> take() {
        {
            const std::lock_guard lock(mutex_);
            if (is_closed_) return stopped();
            if (!idle_.empty()) {
                auto reader = std::move(idle_.back());
                idle_.pop_back();
                return reader;
            }
        }
        auto connection = TRY(SqliteConnection::open(file_, Role::reader));
        if (refuses_whole_reads_) connection->refuse_whole_reads();
        auto reader = std::make_shared<Reader>(std::move(connection), commits_);
        const std::lock_guard lock(mutex_);
        if (is_closed_) return stopped();
        all_.push_back(reader);
        return reader;
    }

    void give_back(std::shared_ptr<Reader> reader) {
        reader->stop_sharing();
        const std::lock_guard lock(mutex_);
        if (!is_closed_) idle_.push_back(std::move(reader));
    }

    void close() {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        idle_.clear();
        all_.clear();
    }

    std::chrono::milliseconds deadline(Patience patience) const {
        return patience == Patience::brief ? brief_deadline_ : deadline_;
    }
    std::uint64_t number() const { return number_; }

private:
    static inline std::atomic<std::uint64_t> next_number{1};

    const std::chrono::milliseconds deadline_;
    const std::chrono::milliseconds brief_deadline_;
    const bool refuses_whole_reads_;
    const std::filesystem::path file_;
    const std::shared_ptr<const CommitCount> commits_;
    const std::uint64_t number_ = next_number++;  // addresses come again, numbers do not
    std::mutex mutex_{};
    bool is_closed_ = false;
    std::vector<std::shared_ptr<Reader>> all_{};
    std::vector<std::shared_ptr<Reader>> idle_{};  // whose thread has ended
};

/// The connections that a thread knows, one for each store it has read.
struct Readers::Slots {
    struct Slot {
        std::uint64_t number;
        std::weak_ptr<Shelf> shelf;
        std::weak_ptr<Reader> reader;
    };
    std::vector<Slot> list{};

    ~Slots() {
        for (auto& slot : list) {
            const auto shelf = slot.shelf.lock();
            auto reader = slot.reader.lock();
            if (shelf && reader) shelf->give_back(std::move(reader));
        }
    }

    static Slots& of_this_thread() {
        static thread_local Slots slots;
        return slots;
    }

    std::shared_ptr<Reader> find(std::uint64_t number) const {
        for (const auto& slot : list) {
            if (slot.number == number) return slot.reader.lock();
        }
        return nullptr;
    }

    void keep(const std::shared_ptr<Shelf>& shelf, const std::shared_ptr<Reader>& reader) {
        std::erase_if(list, [](const Slot& slot) { return slot.shelf.expired(); });
        list.push_back({shelf->number(), shelf, reader});
    }
};

Readers::Readers(std::filesystem::path file,
                 const Options& options,
                 std::shared_ptr<const CommitCount> commits)
    : shelf_(std::make_shared<Shelf>(std::move(file), options, std::move(commits))) {}

Readers::~Readers() {
    close();
}

Result<std::unique_ptr<ReadScope>> Readers::read(Patience patience) {
    const auto reader = TRY(reader_of_this_thread());
    return reader->enter(shelf_->deadline(patience));
}

Result<void> Readers::share_views(Later later) {
    TRY(reader_of_this_thread())->share_views(std::move(later));
    return {};
}

Result<std::shared_ptr<Readers::Reader>> Readers::reader_of_this_thread() {
    auto& slots = Slots::of_this_thread();
    auto reader = slots.find(shelf_->number());
    if (!reader) {
        reader = TRY(shelf_->take());
        slots.keep(shelf_, reader);
    }
    return reader;
}

void Readers::close() {
    shelf_->close();
}

}  // namespace pilotlight::store::sqlite
