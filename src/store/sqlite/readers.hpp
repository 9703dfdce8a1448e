#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

#include "store/store.hpp"

namespace pilotlight::store::sqlite {

/// One read-only connection for each thread that reads. A thread that ends leaves its connection
/// to the next one.
class Readers {
public:
    /// Of the options: read_deadline, refuses_whole_reads.
    Readers(std::filesystem::path file, const Options& options);
    ~Readers();

    /// The calling thread's view; a second one taken meanwhile shares its snapshot and deadline.
    /// overloaded after close().
    Result<std::unique_ptr<ReadScope>> read();

    /// Closes what is idle at once and the rest when its scope ends. Any thread; idempotent.
    void close();

private:
    class Reader;
    class Shelf;
    struct Slots;

    std::shared_ptr<Shelf> shelf_;
};

}  // namespace pilotlight::store::sqlite
