#pragma once

#include <atomic>

#include "http/context.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/server/server.hpp"

namespace pilotlight::http {

/// From a request to its answer: route, credentials, permission, method, media types, handler, and
/// where each step of the handler's work runs. The order of the checks is DRF's (contracts.md §1).
class Dispatcher final : public Application {
public:
    explicit Dispatcher(Desk& desk) : desk_(desk) {}

    /// Before serving.
    void add(std::span<const Route> routes);
    const Router& router() const { return router_; }

    /// The server whose connections /metrics counts; null while there is none.
    void set_server(const Server* server) { server_ = server; }

    std::variant<BodyPlan, Response> plan(const RequestHead& head) override;
    void answer(std::shared_ptr<Request> request, Responder respond) override;
    Response refuse(int status, const Error& error, const RequestHead* head) override;
    void served(const RequestHead& head,
                int status,
                std::uint64_t bytes,
                std::chrono::microseconds took) override;

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;

    Result<Answer> admit(const ContextPtr& context, const Match& match);
    Result<std::optional<Actor>> identify(const RequestHead& head, Instant now) const;
    std::optional<Response> page(const RequestHead& head);
    std::optional<Response> refuse_early(const RequestHead& head, const Route& route);
    void perform(const CallPtr& call, const std::function<Answer()>& step);
    void follow(const CallPtr& call, Answer answer);
    void in_transaction(const CallPtr& call, InTx step);
    void finish(const CallPtr& call, Response response);
    void decorate(const RequestHead& head, const Resource* resource, Response& response) const;

    Desk& desk_;
    Router router_{};
    Metrics metrics_{};
    std::atomic<const Server*> server_ = nullptr;
};

}  // namespace pilotlight::http
