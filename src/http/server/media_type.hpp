#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pilotlight::http {

/// What stands before the first ";" of a header value, without outer blanks:
/// "multipart/form-data" of "multipart/form-data; boundary=x". As sent, so compare without case.
std::string_view essence(std::string_view value);

/// The parameter of a header value such as Content-Type or Content-Disposition (RFC 9110 §5.6.6):
/// `name` in any case, the value without quotes. Inside quotes a backslash stands for itself unless
/// a quote or a backslash follows, because browsers send Windows paths. nullopt when absent.
std::optional<std::string> header_parameter(std::string_view value, std::string_view name);

}  // namespace pilotlight::http
