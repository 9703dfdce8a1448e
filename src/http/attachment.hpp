#pragma once
// Files in and out, the same on every surface.

#include "domain/attachment.hpp"
#include "http/context.hpp"

namespace pilotlight::http {

/// The faults of the files of a multipart body, and of text where a file belongs.
FieldErrors upload_faults(const Request& request, const boost::json::object& fields);

/// Moves the uploaded files into the file store and describes them. On a worker: it waits for the
/// disk. When one fails, those before it are removed again. throttled when a customer has uploaded
/// too many lately.
Result<std::vector<Attachment>> store_uploads(const Context& context);

/// Removes files that no row came to refer to.
void discard(const Context& context, const std::vector<Attachment>& files);

/// The file as a download, never to be rendered; not_found when its bytes are gone. Who may have it
/// was asked before.
Result<Response> file_response(const Context& context, const Attachment& file);

/// Where a file is fetched by whoever may see its request.
std::string attachment_url(const Attachment& file, std::string_view base_url);

}  // namespace pilotlight::http
