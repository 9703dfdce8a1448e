#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "dataset/story.hpp"
#include "service/file_store.hpp"
#include "store/store.hpp"

namespace pilotlight::bench {

/// How many rows of each kind were written.
struct Volume {
    std::int64_t requests = 0;
    std::int64_t events = 0;
    std::int64_t comments = 0;
    std::int64_t tickets = 0;
    std::int64_t attachments = 0;
};

/// Writes many rows with one commit, through the store's own functions: counts, figures and search
/// indexes follow as they do for the rows of the program. While a part is written the caller draws
/// the next one. One thread.
class Bulk {
public:
    Bulk(store::Store& store, service::FileStore& files) : store_(store), files_(files) {}
    ~Bulk();

    void write(std::vector<Account> people);
    void write(std::vector<Story> stories);
    /// Waits for what is under way; the first fault, if there was any.
    Result<void> finish();
    const Volume& volume() const { return volume_; }

private:
    void start(store::Store::Work work);
    Result<void> write_one(store::Tx& tx, const Story& story);
    Result<void> write_ticket(store::Tx& tx, const Story& story, ServiceRequestId id);
    Result<void> write_file(store::Tx& tx, const Story& story, ServiceRequestId id);

    store::Store& store_;
    service::FileStore& files_;
    Volume volume_{};

    std::mutex mutex_{};
    std::condition_variable written_{};
    bool is_writing_ = false;  // by mutex_, as the next
    std::optional<Error> fault_{};
};

}  // namespace pilotlight::bench
