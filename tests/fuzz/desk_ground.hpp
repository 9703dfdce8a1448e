#pragma once
// The ground of the targets that need a desk: the program's own dispatcher over a real store with
// the demo's data, in a folder of its own, at a moment that stands still.

#include "http/dispatcher.hpp"

namespace pilotlight::fuzz {

/// Runs each transaction to its end, tells its outcome and takes it back, so that every input meets
/// the same data. What reads while the outcome is told reads what was written.
class UndoneStore final : public store::Store {
public:
    explicit UndoneStore(std::unique_ptr<store::Store> store);
    ~UndoneStore() override;

    using store::Store::read;
    /// Never brief: no answer hangs on how fast the machine is.
    Result<std::unique_ptr<store::ReadScope>> read(store::Patience) override;
    void write(Work work, Done done) override;
    Result<void> share_views(Later later) override { return store_->share_views(std::move(later)); }
    void on_commit(std::function<void()> hook) override { store_->on_commit(std::move(hook)); }
    Result<void> migrate() override { return store_->migrate(); }
    Result<int> schema_version() override { return store_->schema_version(); }
    Result<void> backup(const std::filesystem::path& target) override {
        return store_->backup(target);
    }
    Result<std::vector<std::string>> check() override { return store_->check(); }
    Result<void> refresh_statistics() override { return store_->refresh_statistics(); }
    store::Figures figures() const override { return store_->figures(); }
    void stop() override { store_->stop(); }

private:
    class Lent;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<Lent> open_{};  // the transaction whose outcome is being told
};

/// Made once in a process and left to its end.
class DeskGround {
public:
    DeskGround();
    ~DeskGround();
    DeskGround(const DeskGround&) = delete;
    DeskGround& operator=(const DeskGround&) = delete;

    /// The value of an Authorization header; "" for the word of nobody.
    std::string authorization_of(std::string_view role) const;

    http::Desk& desk() { return desk_; }
    http::Dispatcher& dispatcher() { return dispatcher_; }
    const std::filesystem::path& spool_folder() const { return spool_folder_; }

private:
    const std::filesystem::path folder_;
    const Settings settings_{};
    const ManualClock clock_;
    service::FileStore files_;
    const std::filesystem::path spool_folder_;
    UndoneStore store_;
    service::Access access_;
    WorkerPool pool_;
    http::NoticeTail notices_;
    http::StreamSeats streams_;
    http::Desk desk_;
    http::Dispatcher dispatcher_;
    std::vector<std::pair<std::string, std::string>> tokens_{};  // by role word
};

DeskGround& ground();

}  // namespace pilotlight::fuzz
