#include "http/account.hpp"

#include "http/compat/conversation/routes.hpp"
#include "http/schema.hpp"

namespace pilotlight::http::compat::conversation {
namespace {

struct SignUp {
    std::string username{};
    std::string first_name{};
    std::string last_name{};
    std::string email{};
    bool is_customer_service = false;
    std::string password{};
    std::string invitation_code{};

    static constexpr auto fields() {
        using enum Access;
        return FieldList{
            Field{"username",
                  &SignUp::username,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = 150,
                   .format = Format::username}},
            Field{"first_name", &SignUp::first_name, {.access = writable, .length_max = 150}},
            Field{"last_name", &SignUp::last_name, {.access = writable, .length_max = 150}},
            Field{"email",
                  &SignUp::email,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = 254,
                   .format = Format::email}},
            Field{"is_customer_service",
                  &SignUp::is_customer_service,
                  {.access = writable, .doc = "True by an administrator or with an invitation."}},
            Field{"password",
                  &SignUp::password,
                  {.access = writable,
                   .required = true,
                   .blank = false,
                   .length_max = 128,
                   .doc = "Shown as ********."}},
            Field{"invitation_code",
                  &SignUp::invitation_code,
                  {.access = input_only, .length_max = 100}},
        };
    }
};

Account draft_of(const SignUp& form) {
    return {.username = form.username,
            .email = form.email,
            .first_name = form.first_name,
            .last_name = form.last_name,
            .role = form.is_customer_service ? Role::support : Role::customer};
}

/// The original answered the password's hash (S1): the key stays, the secret does not.
Response signed_up(const Context& context, SignUp form) {
    form.password = "********";
    return context.json(201, to_json(form));
}

Answer sign_up(const ContextPtr& context) {
    const auto object = TRY(context->fields());
    FieldErrors faults;
    const auto form = decode<SignUp>(object, Mode::create, faults).value;
    const auto draft = draft_of(form);
    if (!form.password.empty()) {
        for (auto& fault : password_faults_of(*context, form.password, draft, "password")) {
            faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return invalid(std::move(faults));
    // Only an administrator, or somebody invited, becomes customer service, in the demo too: the
    // document says so.
    return register_account(context,
                            {.draft = draft,
                             .password = form.password,
                             .invitation_code = form.invitation_code,
                             .staff_by_profile = false},
                            [context, form](store::Tx&, const Account&) -> Result<Response> {
                                return signed_up(*context, form);
                            });
}

constexpr Route table[] = {
    {.method = Method::post,
     .path = "/api/signup/",
     .permission = Permission::anyone,
     .handler = sign_up,
     .summary = "Sign up as a customer; an administrator may make customer service",
     .takes = Takes::fields,
     .request = taken<SignUp>("SignUp"),
     .response = given<SignUp>("SignedUp"),
     .success = 201,
     .surface = &surface},
};

}  // namespace

std::span<const Route> account_routes() {
    return table;
}

}  // namespace pilotlight::http::compat::conversation
