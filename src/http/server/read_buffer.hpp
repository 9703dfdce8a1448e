#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace pilotlight::http {

/// Bytes received and not yet understood. Grows on demand, gives its memory back when told.
class ReadBuffer {
public:
    std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    std::size_t size() const { return end_ - begin_; }

    /// Room for at least `bytes` more; moves what is there to the front first.
    char* prepare(std::size_t bytes) {
        if (capacity_ - end_ >= bytes) return bytes_.get() + end_;
        const auto kept = size();
        if (capacity_ < kept + bytes) {
            const auto capacity = std::max(capacity_ * 2, kept + bytes);
            auto grown = std::unique_ptr<char[]>(new char[capacity]);
            if (kept > 0) std::memcpy(grown.get(), bytes_.get() + begin_, kept);
            bytes_ = std::move(grown);
            capacity_ = capacity;
        } else if (kept > 0) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, kept);
        }
        begin_ = 0;
        end_ = kept;
        return bytes_.get() + end_;
    }
    std::size_t room() const { return capacity_ - end_; }
    void commit(std::size_t bytes) { end_ += bytes; }
    void consume(std::size_t bytes) {
        begin_ += bytes;
        if (begin_ == end_) begin_ = end_ = 0;
    }
    /// Frees the memory of an empty buffer that grew beyond `bytes`.
    void shrink(std::size_t bytes) {
        if (!empty() || capacity_ <= bytes) return;
        bytes_.reset();
        capacity_ = begin_ = end_ = 0;
    }

private:
    std::unique_ptr<char[]> bytes_{};
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace pilotlight::http
