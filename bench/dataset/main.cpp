// Fills a new data folder with as much as a desk gathers in years: the same seed gives the same
// rows (but for the salt of the one password, and the names of files). Prints as JSON what a load
// needs to know of them.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/json_writer.hpp"
#include "base/password.hpp"
#include "dataset/bulk.hpp"
#include "store/service_type.hpp"

namespace pilotlight::bench {
namespace {

constexpr std::size_t stories_per_commit = 2'000;
constexpr std::size_t requests_per_customer = 5;
constexpr std::int64_t rare_rows = 10;   // so many requests hold the word that counts as rare
constexpr std::int64_t usual_rows = 30;  // so many requests has the customer that counts as usual
constexpr auto years = std::chrono::hours{24 * 730};
constexpr Instant newest{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};

struct Wanted {
    std::filesystem::path folder{};
    std::string password{};
    std::size_t requests = 10'000;
    std::uint64_t seed = 1;
};

/// What is found out while the rows are written.
struct Facts {
    Volume volume{};
    Cast cast{};
    std::int64_t busy_request = 0;
    std::size_t busy_customer = 0;   // as user names number them
    std::size_t usual_customer = 0;  // who has as many requests whatever the size of the desk
    std::string rare_word{};
    std::int64_t case_ticket = 0;   // with the most interactions
    std::int64_t case_request = 0;  // which that is about
};

Result<void> enrol(Bulk& bulk, Teller& teller, const Cast& cast, std::string_view hash) {
    std::vector<Account> people;
    for (std::size_t position = 0; position < cast.size(); ++position) {
        auto person = teller.person(position);
        person.password_hash = hash;
        person.created_at = person.updated_at = person.credentials_changed_at = newest - years;
        people.push_back(std::move(person));
        if (people.size() == stories_per_commit) bulk.write(std::exchange(people, {}));
    }
    bulk.write(std::move(people));
    return bulk.finish();
}

/// How many requests there are of each of many.
class Tally {
public:
    explicit Tally(std::size_t size) : counts_(size) {}
    void note(std::size_t which) { ++counts_[which]; }
    /// The one whose number is nearest to that.
    std::size_t with(std::int64_t wanted) const {
        const auto off = [&](std::int64_t n) { return std::abs(n - wanted); };
        const auto found = std::ranges::min_element(counts_, {}, off);
        return static_cast<std::size_t>(found - counts_.begin());
    }
    std::size_t most() const {
        return static_cast<std::size_t>(std::ranges::max_element(counts_) - counts_.begin());
    }

private:
    std::vector<std::int64_t> counts_;
};

/// Notes the ticket that was spoken of most.
class Cases {
public:
    void note(const Story& story, Facts& facts) {
        ++requests_;
        if (!story.ticket) return;
        ++tickets_;
        if (story.ticket->interactions.size() <= most_) return;
        most_ = story.ticket->interactions.size();
        facts.case_ticket = tickets_;
        facts.case_request = requests_;
    }

private:
    std::int64_t requests_ = 0;  // so far, and so the id of the last
    std::int64_t tickets_ = 0;
    std::size_t most_ = 0;
};

Result<void> tell(Bulk& bulk, Teller& teller, std::size_t requests, Facts& facts) {
    Tally localities(Texts::localities);
    Tally customers(facts.cast.customers);
    Cases cases;
    const auto busy = requests - requests / 10;
    std::vector<Story> stories;
    for (std::size_t number = 0; number < requests; ++number) {
        const auto left = requests - number;
        const auto age = static_cast<double>(left) / static_cast<double>(requests);
        const auto gap =
            years * static_cast<std::int64_t>(left) / static_cast<std::int64_t>(requests);
        const auto opened_at = newest - std::chrono::floor<std::chrono::microseconds>(gap);
        stories.push_back(teller.story(opened_at, age, number == busy));
        cases.note(stories.back(), facts);
        localities.note(stories.back().locality);
        customers.note(facts.cast.number_of(stories.back().request.customer));
        if (stories.size() == stories_per_commit) bulk.write(std::exchange(stories, {}));
    }
    bulk.write(std::move(stories));
    facts.busy_request = static_cast<std::int64_t>(busy) + 1;
    facts.busy_customer = customers.most();
    facts.usual_customer = customers.with(usual_rows);
    facts.rare_word = Texts().locality(localities.with(rare_rows));
    return bulk.finish();
}

Result<Facts> fill(store::Store& store, const Wanted& wanted) {
    TRY(store.migrate());
    service::FileStore files(wanted.folder / "attachments");
    TRY(files.start());
    std::vector<ServiceType> types;
    {
        const auto scope = TRY(store.read());
        types = TRY(store::service_type::list(**scope, false));
    }
    const Cast cast{.customers = std::max<std::size_t>(wanted.requests / requests_per_customer, 1)};
    Teller teller(wanted.seed, cast, std::move(types));
    Bulk bulk(store, files);
    const auto hash = TRY(hash_password(wanted.password));
    TRY(enrol(bulk, teller, cast, hash));
    Facts facts{.cast = cast};
    TRY(tell(bulk, teller, wanted.requests, facts));
    facts.volume = bulk.volume();
    TRY(store.refresh_statistics());
    return facts;
}

void print(const Facts& facts) {
    JsonWriter out;
    out.begin_object()
        .member("requests", facts.volume.requests)
        .member("customers", static_cast<std::int64_t>(facts.cast.customers))
        .member("events", facts.volume.events)
        .member("comments", facts.volume.comments)
        .member("tickets", facts.volume.tickets)
        .member("attachments", facts.volume.attachments)
        .member("busy_request", facts.busy_request)
        .member("busy_customer", Teller::customer_name(facts.busy_customer))
        .member("usual_customer", Teller::customer_name(facts.usual_customer))
        .member("rare_word", facts.rare_word)
        .member("case_ticket", facts.case_ticket)
        .member("case_request", facts.case_request)
        .end_object();
    std::printf("%s\n", out.take().c_str());
}

int run(const Wanted& wanted) {
    const auto store = store::open({.folder = wanted.folder});
    auto facts = store ? fill(**store, wanted) : Result<Facts>(store.error());
    if (store) (*store)->stop();
    if (!facts) {
        std::fprintf(stderr, "pilotlight_dataset: %s\n", facts.error().cause.c_str());
        return 1;
    }
    print(*facts);
    return 0;
}

}  // namespace
}  // namespace pilotlight::bench

int main(int argc, char** argv) {
    pilotlight::bench::Wanted wanted;
    CLI::App app("Fills a new data folder with made-up rows");
    app.add_option("--data", wanted.folder, "a folder without a database")->required();
    app.add_option("--password", wanted.password, "of every account")->required();
    app.add_option("--requests", wanted.requests, "how many; a fifth as many customers");
    app.add_option("--seed", wanted.seed, "of all chance");
    CLI11_PARSE(app, argc, argv);
    return pilotlight::bench::run(wanted);
}
