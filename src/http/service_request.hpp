#pragma once
// Taking a request in, the same on every surface: files, idempotency, one transaction.

#include <functional>

#include "http/context.hpp"
#include "service/service_request.hpp"

namespace pilotlight::http {

/// The active type of a word of any contract; invalid_input of `field` when there is none.
Result<ServiceType> type_of_word(store::Read& read, std::string_view word, std::string_view field);

/// The request's Idempotency-Key, "" when none came; invalid_input when it cannot be kept.
Result<std::string> idempotency_key(const Request& request);
/// Tells a repeated body from another one under the same key.
std::string body_digest(const Request& request);

/// Takes Idempotency-Key into the draft; invalid_input when it cannot be kept.
Result<void> read_idempotency_key(const Context& context, service::service_request::Draft& draft);

/// Writes the answer of a request that was just made, or made before with the same key. It reads
/// what is durable by then, which may be newer.
using AnswerRequest = Result<Response> (*)(store::Read&, ServiceRequestId, const Context&);

/// What else the transaction does with a request that it has just made.
using FollowRequest = std::function<Result<void>(store::Tx&, ServiceRequestId)>;

/// Stores the files of the body, opens the request and answers; files that no request came to
/// refer to are removed. The fields and files were checked before.
Answer open_request(const ContextPtr& context,
                    service::service_request::Draft draft,
                    AnswerRequest answer,
                    FollowRequest follow = {});

}  // namespace pilotlight::http
