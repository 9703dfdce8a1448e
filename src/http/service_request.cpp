#include "http/service_request.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/attachment.hpp"
#include "store/service_type.hpp"

namespace pilotlight::http {
namespace {

constexpr std::size_t idempotency_key_length_max = 100;

Answer open_in_tx(const ContextPtr& context,
                  service::service_request::Draft draft,
                  AnswerRequest answer,
                  FollowRequest follow) {
    auto files = draft.files;
    auto work = [context, answer, draft = std::move(draft), follow = std::move(follow)](
                    store::Tx& tx) -> Answer {
        const std::chrono::seconds lifetime{context->desk.settings.idempotency_lifetime_s};
        const auto opened = TRY(
            service::service_request::open(tx, context->actor(), draft, lifetime, context->now));
        if (follow && !opened.repeated) TRY(follow(tx, opened.id));
        return OnLoop{[context, answer, opened, files = draft.files]() -> Answer {
            if (opened.repeated) discard(*context, files);
            auto response = TRY(answer(context->read(), opened.id, *context));
            if (opened.repeated) response.set("Idempotency-Replayed", "true");
            return response;
        }};
    };
    return InTx{std::move(work), std::move(files)};
}

}  // namespace

Result<ServiceType> type_of_word(store::Read& read, std::string_view word, std::string_view field) {
    auto type = TRY(store::service_type::find_by_word(read, word));
    if (!type || !type->is_active) {
        constexpr std::size_t echo_length_max = 100;
        return invalid(
            field,
            "\"" + std::string(truncated(word, echo_length_max)) + "\" is not a valid choice.");
    }
    return *std::move(type);
}

Result<std::string> idempotency_key(const Request& request) {
    const auto key = request.header("Idempotency-Key");
    if (key.size() > idempotency_key_length_max) {
        return invalid("Idempotency-Key", "Ensure this header has no more than 100 characters.");
    }
    if (!is_utf8(key)) return invalid("Idempotency-Key", "Only UTF-8 text is allowed.");
    return std::string(key);
}

std::string body_digest(const Request& request) {
    std::string text = request.body;
    for (const auto& [name, value] : request.form) {
        text.append("\x1f").append(name).append("\x1e").append(value);
    }
    for (const auto& file : request.files) text += "\x1f" + file->sha256;
    return sha256_hex(text);
}

Result<void> read_idempotency_key(const Context& context, service::service_request::Draft& draft) {
    draft.idempotency_key = TRY(idempotency_key(*context.request));
    if (!draft.idempotency_key.empty()) draft.digest = body_digest(*context.request);
    return {};
}

Answer open_request(const ContextPtr& context,
                    service::service_request::Draft draft,
                    AnswerRequest answer,
                    FollowRequest follow) {
    if (context->request->files.empty()) {
        return open_in_tx(context, std::move(draft), answer, std::move(follow));
    }
    return OnPool{
        [context, answer, draft = std::move(draft), follow = std::move(follow)]() -> Answer {
            auto complete = draft;
            complete.files = TRY(store_uploads(*context));
            return open_in_tx(context, std::move(complete), answer, follow);
        }};
}

}  // namespace pilotlight::http
