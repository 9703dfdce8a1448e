#pragma once
// Answers as both the document and the code of seed 002 have them (contracts.md §4, C17): the
// code's key and the document's "data" hold the same object.

#include "base/json_writer.hpp"

namespace pilotlight::http::compat::session {

/// What the document alone promises: {"message", "data"}.
template <Described T>
struct Envelope {
    std::string message{};
    T data{};

    static constexpr auto fields() {
        return FieldList{Field{"message", &Envelope::message, {}},
                         Field{"data", &Envelope::data, {}}};
    }
};

/// {"message", "user", "data"}.
template <Described T>
struct UserEnvelope {
    std::string message{};
    T user{};
    T data{};

    static constexpr auto fields() {
        return FieldList{Field{"message", &UserEnvelope::message, {}},
                         Field{"user", &UserEnvelope::user, {}},
                         Field{"data", &UserEnvelope::data, {}}};
    }
};

/// {"message", "request", "data"}.
template <Described T>
struct RequestEnvelope {
    std::string message{};
    T request{};
    T data{};

    static constexpr auto fields() {
        return FieldList{Field{"message", &RequestEnvelope::message, {}},
                         Field{"request", &RequestEnvelope::request, {}},
                         Field{"data", &RequestEnvelope::data, {}}};
    }
};

/// Done, and nothing to show: "data" is {}.
struct Nothing {
    static constexpr auto fields() { return FieldList{}; }
};

/// The object's own members as the code answers them, then the document's envelope.
template <Described T>
std::string united(const T& object) {
    JsonWriter out;
    out.begin_object().members(object);
    return out.members(Envelope<T>{"Operation successful", object}).end_object().take();
}

}  // namespace pilotlight::http::compat::session
