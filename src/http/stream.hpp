#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace pilotlight::http {

/// What one call of a source appends at most, give or take one event: with it the memory of a
/// client that takes nothing is bounded.
inline constexpr std::size_t stream_piece_bytes_max = 16 * 1024;

/// The application's side of an answer that has no end. Called by the connection layer on the IO
/// thread of its connection, one call at a time, and destroyed when the connection ends. Must not
/// block. An exception closes the connection.
class StreamSource {
public:
    virtual ~StreamSource() = default;

    /// Appends what is new, at most stream_piece_bytes_max; false when the stream is over after it.
    /// Called only when the client has taken all that came before: at the start, after
    /// Server::wake_streams(), and again until it appends nothing.
    virtual bool pull(std::string& out) = 0;
    /// As pull(), every StreamBody::heartbeat: says that the connection lives.
    virtual bool beat(std::string& out) = 0;
    /// The client is dropped: it has taken nothing for the write timeout or, where the kernel had
    /// room for all that was said, for twice as long. It may have been out of reach.
    virtual void stalled() = 0;
};

/// A body of that kind: no length, no compression, ended by closing the connection. Exempt from the
/// idle timeout; the write timeout holds.
struct StreamBody {
    std::shared_ptr<StreamSource> source{};
    std::chrono::milliseconds heartbeat{15'000};
};

}  // namespace pilotlight::http
