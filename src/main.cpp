#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "archive.hpp"
#include "commands.hpp"
#include "serve.hpp"

namespace pilotlight {
namespace {

constexpr const char* default_data = "pilotlight-data";

struct Arguments {
    SettingsInput settings{.environment = process_environment()};
    std::string data = default_data;
    std::string file{};
    NewSuperuser user{};
    bool password_stdin = false;
    std::string surface = "canonical";
};

void add_serve(CLI::App& app, Arguments& arguments) {
    auto* serve = app.add_subcommand("serve", "Run the desk");
    serve->set_help_flag();
    serve->add_flag_callback("--help,-h", [] {
        std::cout << "pilotlight serve [settings]\n\n" << settings_help();
        throw CLI::Success{};
    });
    for (const auto& row : setting_rows()) {
        const std::string name(row.name);
        const auto take = [&arguments, name](const std::string& text) {
            arguments.settings.flags[name] = text.empty() ? "true" : text;
        };
        auto* option = serve->add_option_function<std::string>("--" + row.flag(), take);
        if (row.is_switch()) option->expected(0, 1);
    }
}

void add_data(CLI::App& command, Arguments& arguments) {
    command.add_option("--data", arguments.data, "Folder of the data")->capture_default_str();
}

void add_commands(CLI::App& app, Arguments& arguments) {
    auto* user = app.add_subcommand("createsuperuser", "Make an administrator");
    add_data(*user, arguments);
    user->add_option("--username", arguments.user.username)->required();
    user->add_option("--email", arguments.user.email)->required();
    user->add_flag("--password-stdin", arguments.password_stdin, "Read the password from stdin")
        ->required();
    add_data(*app.add_subcommand("migrate", "Bring the schema up to date"), arguments);
    add_data(*app.add_subcommand("check", "Look for faults in the data"), arguments);
    auto* backup = app.add_subcommand("backup", "Save database and files, also while serving");
    add_data(*backup, arguments);
    backup->add_option("file", arguments.file, "Archive to write")->required();
    auto* restore = app.add_subcommand("restore", "Unpack a backup into an empty folder");
    add_data(*restore, arguments);
    restore->add_option("file", arguments.file, "Archive to read")->required();
    app.add_subcommand("openapi", "Print the API document")
        ->add_option("surface", arguments.surface, surface_names())
        ->capture_default_str();
    app.add_subcommand("configuration", "Print docs/configuration.md");
    app.add_subcommand("version", "Print the version");
}

int run_serve(const Arguments& arguments) {
    const auto loaded = load_settings(arguments.settings);
    if (!loaded) {
        std::cerr << settings_faults_text(loaded.error());
        return 2;
    }
    return serve(*loaded);
}

int print_openapi(const std::string& surface) {
    const auto document = openapi_document(surface);
    if (!document) {
        std::cerr << "pilotlight: no surface is called \"" << surface << "\"; there are "
                  << surface_names() << "\n";
        return 2;
    }
    std::cout << *document << "\n";
    return 0;
}

int run(const std::string& command, Arguments& arguments) {
    if (command == "serve") return run_serve(arguments);
    if (command == "createsuperuser") {
        std::getline(std::cin, arguments.user.password);
        return create_superuser(arguments.data, arguments.user);
    }
    if (command == "migrate") return migrate(arguments.data);
    if (command == "check") return check(arguments.data);
    if (command == "backup") return backup(arguments.data, arguments.file);
    if (command == "restore") return restore(arguments.data, arguments.file);
    if (command == "openapi") return print_openapi(arguments.surface);
    if (command == "configuration") std::cout << settings_manual();
    if (command == "version") std::cout << "pilotlight " PILOTLIGHT_VERSION "\n";
    return 0;
}

}  // namespace
}  // namespace pilotlight

int main(int count, char** words) {  // NOLINT(bugprone-exception-escape): no memory, no words
    CLI::App app("Pilotlight: the customer-service desk of a gas utility");
    app.require_subcommand(1);
    pilotlight::Arguments arguments;
    pilotlight::add_serve(app, arguments);
    pilotlight::add_commands(app, arguments);
    CLI11_PARSE(app, count, words);
    try {
        return pilotlight::run(app.get_subcommands().front()->get_name(), arguments);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "pilotlight: %s\n", fault.what());
        return 1;
    }
}
