#pragma once
// What every surface does to log a browser in and out.

#include "domain/session.hpp"
#include "http/context.hpp"

namespace pilotlight::http {

/// Opens the cookie session of a log-in in its transaction: ends the cookie session that the
/// request came with, and adds sessionid and a new csrftoken to `response`. Before asking for a
/// password or making an account, the handler has called check_log_in_origin(). `upgraded_hash` and
/// errors as service::session::open().
Result<Session> open_web_session(store::Tx& tx,
                                 const Context& context,
                                 const Account& account,
                                 std::string_view upgraded_hash,
                                 Response& response);

/// Makes the browser forget both cookies.
void clear_cookies(const Context& context, Response& response);

}  // namespace pilotlight::http
