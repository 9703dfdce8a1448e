#include "base/worker_pool.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.hpp"

namespace pilotlight {
namespace {

/// Of 20 steps down: where cores are few, who only reads goes before who hashes.
constexpr int niceness = 5;

/// On Linux a thread has a priority of its own, and anybody may lower it.
void yield_to_readers(const std::string& pool) {
    if (::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness) != 0) {
        log_warning("pool_priority_not_lowered", {{"pool", pool}});
    }
}

}  // namespace

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
    constexpr std::size_t thread_name_bytes_max = 15;
    for (std::size_t i = 0; i < options_.threads; ++i) {
        threads_.emplace_back([this] { run(); });
        const auto name =
            (options_.name.substr(0, 12) + std::to_string(i)).substr(0, thread_name_bytes_max);
        pthread_setname_np(threads_.back().native_handle(), name.c_str());
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::submit(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= options_.queue_max) {
            ++load_.refused;
            return false;
        }
        queue_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    threads_.clear();  // joins
}

WorkerPool::Load WorkerPool::load() const {
    const std::lock_guard lock(mutex_);
    auto load = load_;
    load.queued = queue_.size();
    return load;
}

void WorkerPool::run() {
    if (options_.yields) yield_to_readers(options_.name);
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const auto task = std::move(queue_.front());
        queue_.pop_front();
        ++load_.busy;
        lock.unlock();
        perform(task);
        lock.lock();
        --load_.busy;
        ++load_.done;
    }
}

void WorkerPool::perform(const Task& task) {
    std::string fault;
    try {
        task();
        return;
    } catch (const std::exception& thrown) {
        fault = thrown.what();
    } catch (...) {
        fault = "not an exception";
    }
    log_error("task_failed", {{"pool", options_.name}, {"cause", fault}});
    const std::lock_guard lock(mutex_);
    ++load_.failed;
}

}  // namespace pilotlight
