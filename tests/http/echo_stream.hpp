#pragma once

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/stream.hpp"

namespace pilotlight::http {

/// Lines that all streams of the echo server say, each once.
class Board {
public:
    void add(std::string line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    std::vector<std::string> after(std::size_t position) {
        const std::lock_guard lock(mutex_);
        return {lines_.begin() + static_cast<std::ptrdiff_t>(position), lines_.end()};
    }
    std::atomic<int> open{0};
    std::atomic<int> stalled{0};

private:
    std::mutex mutex_{};
    std::vector<std::string> lines_{};
};

/// Says the board's lines and "beat"; "end" is its last line, "throw" a fault. A flood never has
/// nothing to say.
class BoardStream final : public StreamSource {
public:
    BoardStream(Board& board, bool is_flood) : board_(board), is_flood_(is_flood) { ++board_.open; }
    ~BoardStream() override { --board_.open; }
    BoardStream(const BoardStream&) = delete;
    BoardStream& operator=(const BoardStream&) = delete;

    bool pull(std::string& out) override {
        if (is_flood_) out.append(stream_piece_bytes_max, '~');
        for (const auto& line : board_.after(position_)) {
            ++position_;
            if (line == "throw") throw std::runtime_error("a stream threw");
            out += line + "\n";
            if (line == "end") return false;
        }
        return true;
    }
    bool beat(std::string& out) override {
        out += "beat\n";
        return true;
    }
    void stalled() override { ++board_.stalled; }

private:
    Board& board_;
    const bool is_flood_;
    std::size_t position_ = 0;
};

}  // namespace pilotlight::http
