#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/error.hpp"

namespace pilotlight {

/// A value or the Error that prevented it. Reading the value of a failed result is a fault of ours
/// and undefined; test it first. "Absent" is not a failure: that is Result<std::optional<T>>.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: conversion is the point
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    explicit operator bool() const noexcept { return state_.index() == 0; }
    T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    T* operator->() noexcept { return std::get_if<0>(&state_); }
    const T* operator->() const noexcept { return std::get_if<0>(&state_); }
    Error& error() & noexcept { return *std::get_if<1>(&state_); }
    const Error& error() const& noexcept { return *std::get_if<1>(&state_); }
    Error&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT: conversion is the point

    explicit operator bool() const noexcept { return !error_; }
    void operator*() const noexcept {}
    Error& error() & noexcept { return *error_; }
    const Error& error() const& noexcept { return *error_; }
    Error&& error() && noexcept { return std::move(*error_); }

private:
    std::optional<Error> error_{};
};

}  // namespace pilotlight

/// The value of a Result, or return its error from the enclosing function. Use it as a statement of
/// its own or as an initialiser (`auto account = TRY(...)`), never as one of several arguments:
/// an early return out of a half-built argument list leaks the built ones under g++ 12.
#define TRY(...) TRY_AS(__COUNTER__, __VA_ARGS__)
// Two steps make the counter a number before it is joined; nested uses need different names.
#define TRY_AS(number, ...) TRY_NAMED(number, __VA_ARGS__)
#define TRY_NAMED(number, ...)                                                   \
    __extension__({                                                              \
        auto try_result_##number = (__VA_ARGS__);                                \
        if (!try_result_##number) return std::move(try_result_##number).error(); \
        *std::move(try_result_##number);                                         \
    })
