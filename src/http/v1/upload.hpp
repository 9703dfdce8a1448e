#pragma once

#include "domain/attachment.hpp"
#include "http/context.hpp"

namespace pilotlight::http::v1 {

/// The faults of the files of a multipart body, and of text where a file belongs.
FieldErrors upload_faults(const Request& request, const boost::json::object& fields);

/// Moves the uploaded files into the file store and describes them. On a worker: it waits for the
/// disk. When one fails, those before it are removed again.
Result<std::vector<Attachment>> store_uploads(const Context& context);

/// Removes files that no row came to refer to.
void discard(const Context& context, const std::vector<Attachment>& files);

}  // namespace pilotlight::http::v1
