#include "demo.hpp"

#include <fstream>

#include "base/crypto.hpp"
#include "base/password.hpp"
#include "demo_cast.hpp"
#include "demo_texts.hpp"
#include "demo_ticket.hpp"
#include "service/account.hpp"
#include "service/service_request.hpp"
#include "store/account.hpp"
#include "store/service_type.hpp"

namespace pilotlight {
namespace {

using demo::asha_position;
using demo::Cast;
using demo::Member;
using demo::Person;
using demo::tarun_position;
using demo::ToldRequest;

constexpr std::size_t request_count = 200;
constexpr std::size_t attachment_every = 13;
constexpr auto story_span = std::chrono::hours{24 * 42};

// A picture of one grey point: the smallest true PNG.
constexpr unsigned char png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

Result<Account> enrol(store::Tx& tx, Account draft, std::string_view hash, Instant now) {
    draft.email = draft.username;
    const auto underscore = draft.email.find('_');
    if (underscore != std::string::npos) draft.email[underscore] = '.';
    draft.email += is_staff(draft.role) ? "@gasutility.example" : "@example.com";
    return service::account::open(tx,
                                  {.draft = std::move(draft),
                                   .password_hash = std::string(hash),
                                   .by = Actor{.role = Role::admin}},
                                  now);
}

Account drafted(const Member& member) {
    return {.username = std::string(member.username),
            .first_name = std::string(member.first_name),
            .last_name = std::string(member.last_name),
            .phone_number = "+911800200300",
            .role = member.role,
            .employee_id = std::string(member.employee_id),
            .department = std::string(member.department),
            .skills = Words{std::string(member.skills)},
            .available = member.available};
}

Account drafted(const Person& person, std::size_t position) {
    constexpr std::size_t first_number = 9'810'000'100;
    return {.username = std::string(person.username),
            .first_name = std::string(person.first_name),
            .last_name = std::string(person.last_name),
            .phone_number = "+91" + std::to_string(first_number + position * 37),
            .address = std::string(person.address),
            .is_active = person.username != "old_account"};
}

Result<Cast> enrol_all(store::Store& store, Instant then) {
    const auto hash = TRY(hash_password(demo_password));
    Cast cast;
    TRY(store.write_and_wait([&](store::Tx& tx) -> Result<void> {
        for (const auto& member : demo::staff) {
            cast.staff.push_back(TRY(enrol(tx, drafted(member), hash, then)));
        }
        for (const auto& person : demo::customers) {
            auto account = drafted(person, cast.customers.size());
            cast.customers.push_back(TRY(enrol(tx, std::move(account), hash, then)));
        }
        cast.types = TRY(store::service_type::list(tx, false));
        return {};
    }));
    return cast;
}

const ServiceType& type_of(const Cast& cast, std::string_view slug) {
    for (const auto& type : cast.types) {
        if (type.slug == slug) return type;
    }
    return cast.types.front();
}

/// A small file of ours, stored as an upload would be.
Result<Attachment> make_file(service::FileStore& files, std::string name, std::string_view bytes) {
    const auto draft = files.spool_folder() / random_hex(8);
    std::ofstream(draft, std::ios::binary) << bytes;
    const auto key = TRY(files.keep(draft));
    return Attachment{.name = std::move(name),
                      .media_type = service::sniff_media_type(files.path_of(key)),
                      .size_bytes = static_cast<std::int64_t>(bytes.size()),
                      .sha256 = sha256_hex(bytes),
                      .storage_key = key};
}

Result<std::vector<Attachment>> files_of(service::FileStore& files, std::size_t position) {
    std::vector<Attachment> list;
    if (position % attachment_every != 0) return list;
    const std::string picture(reinterpret_cast<const char*>(png), sizeof png);
    list.push_back(TRY(make_file(files, "photo.png", picture)));
    if (position % (2 * attachment_every) == 0) {
        list.push_back(TRY(make_file(
            files, "notes.txt", "Taken in the kitchen, left of the stove.\nMeter: 04182\n")));
    }
    return list;
}

/// One request's story: who, when, and how far it has come.
struct Plot {
    std::size_t position = 0;
    std::size_t customer = 0;
    Status status = Status::pending;
    Instant start{};
    std::vector<Attachment> files{};
};

/// The first four are meera_customer's, one in each state; the next two ravi_customer's.
Plot plotted(std::size_t position, Instant now) {
    constexpr std::size_t active_customers = std::size(demo::customers) - 1;  // the last has left
    Plot plot{.position = position};
    plot.customer = position < 4 ? 0 : position < 6 ? 1 : position % active_customers;
    constexpr Status cycle[] = {Status::pending,
                                Status::in_progress,
                                Status::resolved,
                                Status::cancelled,
                                Status::resolved,
                                Status::resolved,
                                Status::in_progress,
                                Status::resolved,
                                Status::pending,
                                Status::resolved};
    plot.status = position < 4 ? static_cast<Status>(position) : cycle[position % std::size(cycle)];
    const auto age = story_span * static_cast<std::int64_t>(request_count - position) /
                     static_cast<std::int64_t>(request_count);
    plot.start = now - std::chrono::floor<std::chrono::microseconds>(age);
    return plot;
}

const demo::Story& story_of(const Plot& plot) {
    return demo::stories[plot.position % std::size(demo::stories)];
}

service::service_request::Draft draft_of(const Cast& cast, const Plot& plot) {
    const auto& story = story_of(plot);
    service::service_request::Draft draft{.type = type_of(cast, story.slug), .files = plot.files};
    draft.fields.value.title = story.title;
    draft.fields.value.description = story.description;
    draft.fields.value.address = cast.customers[plot.customer].address;
    return draft;
}

template <std::size_t size>
std::string pick(const std::string_view (&texts)[size], std::size_t position) {
    return std::string(texts[position % size]);
}

Result<void> talk(store::Tx& tx, const Cast& cast, const Plot& plot, ServiceRequestId id) {
    using service::service_request::comment;
    const auto later = plot.start + std::chrono::hours{1};
    if (plot.position % 4 == 0) {
        TRY(comment(tx,
                    cast.customer_actor(plot.customer),
                    id,
                    {.text = pick(demo::customer_comments, plot.position / 4)},
                    later));
    }
    if (plot.position % 7 == 0) {
        TRY(comment(tx,
                    cast.staff_actor(asha_position),
                    id,
                    {.text = pick(demo::internal_comments, plot.position / 7),
                     .visibility = Visibility::internal},
                    later + std::chrono::minutes{10}));
    }
    return {};
}

Result<void> work_on(store::Tx& tx, const Cast& cast, const Plot& plot, ServiceRequestId id) {
    using service::service_request::edit;
    if (plot.status == Status::pending) return {};
    if (plot.status == Status::cancelled) {
        return service::service_request::cancel(tx,
                                                cast.customer_actor(plot.customer),
                                                id,
                                                {"No longer needed."},
                                                plot.start + std::chrono::hours{3});
    }
    const auto desk = cast.staff_actor(asha_position + plot.position % 2);
    if (plot.position % 5 == 1) {
        TRY(service::service_request::assign(tx,
                                             desk,
                                             id,
                                             {cast.staff[tarun_position + plot.position % 2].id},
                                             plot.start + std::chrono::minutes{80}));
    }
    TRY(edit(tx,
             desk,
             id,
             {.status = Status::in_progress, .notes = std::string(story_of(plot).start_note)},
             plot.start + std::chrono::hours{2}));
    if (plot.status != Status::resolved) return {};
    TRY(edit(tx,
             desk,
             id,
             {.status = Status::resolved, .notes = std::string(story_of(plot).end_note)},
             plot.start + std::chrono::hours{4}));
    return {};
}

Result<ToldRequest> tell_one(store::Tx& tx, const Cast& cast, const Plot& plot) {
    const auto opened = TRY(service::service_request::open(tx,
                                                           cast.customer_actor(plot.customer),
                                                           draft_of(cast, plot),
                                                           std::chrono::seconds{0},
                                                           plot.start));
    TRY(talk(tx, cast, plot, opened.id));
    TRY(work_on(tx, cast, plot, opened.id));
    return ToldRequest{opened.id, plot.position, plot.customer, plot.status, plot.start};
}

Result<std::vector<ToldRequest>> tell(store::Store& store,
                                      const Cast& cast,
                                      const std::vector<Plot>& plots) {
    std::vector<ToldRequest> told;
    TRY(store.write_and_wait([&](store::Tx& tx) -> Result<void> {
        for (const auto& plot : plots) told.push_back(TRY(tell_one(tx, cast, plot)));
        return {};
    }));
    return told;
}

Result<bool> is_empty(store::Store& store) {
    const auto scope = TRY(store.read());
    const auto count = TRY(store::account::count(**scope, {}));
    return count.value_or(0) == 0;
}

}  // namespace

Result<void> fill_demo(store::Store& store, service::FileStore& files, Instant now) {
    const bool empty = TRY(is_empty(store));
    if (!empty) return {};
    const auto cast = TRY(enrol_all(store, now - story_span - std::chrono::hours{24}));
    std::vector<Plot> plots;
    for (std::size_t position = 0; position < request_count; ++position) {
        plots.push_back(plotted(position, now));
        plots.back().files = TRY(files_of(files, position));
    }
    const auto requests = TRY(tell(store, cast, plots));
    return demo::tell_tickets(store, cast, requests, now);
}

std::string demo_banner(std::string_view address) {
    std::string text =
        "\n"
        "  ############################################################\n"
        "  #  PILOTLIGHT DEMO: made-up data, known passwords.         #\n"
        "  #  Anybody may register as support. Never put it online.   #\n"
        "  ############################################################\n\n";
    text += "  http://" + std::string(address) + "/          the web app\n";
    text += "  http://" + std::string(address) + "/swagger/  the API\n\n";
    text += "  Log-ins, all with the password " + std::string(demo_password) + "\n";
    for (const auto& member : demo::staff) {
        text += "    " + std::string(member.username) + "  (" + std::string(name_of(member.role)) +
                ")\n";
    }
    return text + "    meera_customer, ravi_customer  (customer)\n\n";
}

}  // namespace pilotlight
