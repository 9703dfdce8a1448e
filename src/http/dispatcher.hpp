#pragma once

#include <atomic>

#include "http/context.hpp"
#include "http/metrics.hpp"
#include "http/pages.hpp"
#include "http/router.hpp"
#include "http/server/server.hpp"

namespace pilotlight::http {

/// From a request to its answer: route, credentials, permission, method, media types, handler, and
/// where each step of the handler's work runs. The order of the checks is DRF's (contracts.md §1).
class Dispatcher final : public Application {
public:
    Dispatcher(Desk& desk, const std::vector<std::span<const Route>>& tables);

    /// The server whose connections /metrics counts; null while there is none.
    void set_server(const Server* server) { server_ = server; }

    void begin_thread(Later later) override;
    std::variant<BodyPlan, Response> plan(const RequestHead& head) override;
    void answer(std::shared_ptr<Request> request, ResponderPtr responder) override;
    Response refuse(int status, const Error& error, const RequestHead* head) override;
    void served(const RequestHead& head,
                int status,
                std::uint64_t bytes,
                std::chrono::microseconds took) override;

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;

    Result<Answer> admit(const CallPtr& call, const Match& match);
    std::optional<Response> page(const RequestHead& head);
    std::optional<Response> page_of_path(const RequestHead& head);
    std::optional<Response> refuse_early(const RequestHead& head, const Route& route);
    static Response refused(const Call& call, const Error& error);
    void perform(const CallPtr& call, const std::function<Answer()>& step);
    void follow(const CallPtr& call, Answer answer);
    void resume(const CallPtr& call, std::function<Answer()> step);
    void run_on(WorkerPool& pool, const CallPtr& call, std::function<Answer()> step);
    void start_anew(const CallPtr& call);
    void in_transaction(const CallPtr& call, InTx step);
    void finish(const CallPtr& call, Response response);
    std::string_view logged_path(const RequestHead& head) const;
    void decorate(const RequestHead& head, const Resource* resource, Response& response) const;

    Desk& desk_;
    Router router_{};
    Metrics metrics_{};
    std::optional<OpenApiPages> documents_{};
    std::vector<std::string_view> secret_prefixes_{};
    std::atomic<const Server*> server_ = nullptr;
};

}  // namespace pilotlight::http
