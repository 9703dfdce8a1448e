#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

#include "store/store.hpp"

namespace pilotlight::store::sqlite {

/// How many commits the writer has made; counted before anybody is answered.
using CommitCount = std::atomic<std::uint64_t>;

/// One read-only connection for each thread that reads. A thread that ends leaves its connection
/// to the next one.
class Readers {
public:
    /// Of the options: both deadlines of reads, refuses_whole_reads.
    Readers(std::filesystem::path file,
            const Options& options,
            std::shared_ptr<const CommitCount> commits);
    ~Readers();

    /// The calling thread's view; a second one taken meanwhile shares its snapshot and deadline,
    /// whatever its patience.
    /// overloaded after close().
    Result<std::unique_ptr<ReadScope>> read(Patience patience);

    /// See Store::share_views.
    Result<void> share_views(Later later);

    /// Closes what is idle at once and the rest when its scope ends. Any thread; idempotent.
    void close();

private:
    class Reader;
    class Shelf;
    struct Slots;

    Result<std::shared_ptr<Reader>> reader_of_this_thread();

    std::shared_ptr<Shelf> shelf_;
};

}  // namespace pilotlight::store::sqlite
