#include "base/settings.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace pilotlight {
namespace {

namespace fs = std::filesystem;

/// A TOML file that is gone afterwards.
class ConfigFile {
public:
    explicit ConfigFile(std::string_view text) {
        path_ = (fs::temp_directory_path() / "settings_test_XXXXXX").string();
        const int descriptor = ::mkstemp(path_.data());
        REQUIRE(descriptor >= 0);
        ::close(descriptor);
        std::ofstream(path_) << text;
    }
    ~ConfigFile() { fs::remove(path_); }
    ConfigFile(const ConfigFile&) = delete;
    ConfigFile& operator=(const ConfigFile&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_{};
};

std::string fault_of(const SettingsInput& input, std::string_view name) {
    const auto loaded = load_settings(input);
    if (loaded) return "";
    const auto& faults = loaded.error().fields;
    const auto found = std::ranges::find(faults, name, &FieldError::field);
    return found == faults.end() ? "" : found->message;
}

Source source_of(const LoadedSettings& loaded, std::string_view name) {
    const auto rows = setting_rows();
    const auto found = std::ranges::find(rows, name, &SettingRow::name);
    return loaded.sources[static_cast<std::size_t>(found - rows.begin())];
}

TEST_CASE("nothing given: the defaults of production") {
    const auto loaded = load_settings({});
    REQUIRE(loaded);
    CHECK(loaded->values.profile == Profile::production);
    CHECK(loaded->values.listen == "127.0.0.1:8080");
    CHECK(loaded->values.access_token_lifetime_s == 300);
    CHECK(loaded->values.cors_origins.empty());
    CHECK(std::ranges::all_of(loaded->sources, [](Source s) { return s == Source::built_in; }));
}

TEST_CASE("the demo starts from its own values, and what is given still wins") {
    const auto demo = load_settings({.flags = {{"profile", "demo"}}});
    REQUIRE(demo);
    CHECK(demo->values.cors_origins == std::vector<std::string>{"http://localhost:3000"});
    CHECK(demo->values.registrations_per_address_max == 1000);
    const auto set =
        load_settings({.flags = {{"profile", "demo"}, {"registrations_per_address_max", "7"}}});
    REQUIRE(set);
    CHECK(set->values.registrations_per_address_max == 7);
}

TEST_CASE("flag before environment before file before default") {
    const ConfigFile file(
        "threads = 3\nread_deadline_ms = 1500\n[network]\nlisten = \"[::1]:81\"\n");
    SettingsInput input{
        .flags = {{"config", file.path()}, {"threads", "1"}},
        .environment = {{"PILOTLIGHT_THREADS", "2"}, {"PILOTLIGHT_LISTEN", "127.0.0.1:82"}}};
    const auto loaded = load_settings(input);
    REQUIRE(loaded);
    CHECK(loaded->values.threads == 1);
    CHECK(source_of(*loaded, "threads") == Source::flag);
    CHECK(loaded->values.listen == "127.0.0.1:82");
    CHECK(source_of(*loaded, "listen") == Source::environment);
    CHECK(loaded->values.read_deadline_ms == 1500);
    CHECK(source_of(*loaded, "read_deadline_ms") == Source::file);
    CHECK(source_of(*loaded, "data") == Source::built_in);
}

TEST_CASE("lists and switches") {
    const auto loaded = load_settings(
        {.flags = {{"allowed_hosts", "a.example, b.example,,"}, {"metrics_public", "yes"}}});
    REQUIRE(loaded);
    CHECK(loaded->values.allowed_hosts == std::vector<std::string>{"a.example", "b.example"});
    CHECK(loaded->values.metrics_public);
    const ConfigFile file("allowed_hosts = [\"x\", \"y\"]\nmetrics_public = true\n");
    const auto from_file = load_settings({.flags = {{"config", file.path()}}});
    REQUIRE(from_file);
    CHECK(from_file->values.allowed_hosts == std::vector<std::string>{"x", "y"});
    CHECK(from_file->values.metrics_public);
}

TEST_CASE("every fault is told, with where it came from") {
    const SettingsInput input{
        .flags = {{"threads", "many"}, {"listen", "nowhere"}, {"profile", "test"}},
        .environment = {{"PILOTLIGHT_BODY_BYTES_MAX", "5"}}};
    CHECK(fault_of(input, "threads") == "Use a whole number. (from the flag)");
    CHECK(fault_of(input, "listen").ends_with("(from the flag)"));
    CHECK(fault_of(input, "profile") == "Use one of: production, demo. (from the flag)");
    CHECK(fault_of(input, "body_bytes_max") ==
          "Use a number from 1024 to 16777216. (from the environment)");
    const auto refused = load_settings(input);
    REQUIRE_FALSE(refused);
    CHECK(settings_faults_text(refused.error()).find("threads: ") != std::string::npos);
}

TEST_CASE("settings that need each other") {
    CHECK(fault_of({.flags = {{"tls_key", "k.pem"}}}, "tls_key") ==
          "tls_certificate and tls_key go together.");
    CHECK(fault_of({.flags = {{"listen", ""}}}, "listen") ==
          "Give an address, a Unix socket, or both.");
    CHECK(load_settings({.flags = {{"listen", ""}, {"unix_socket", "s"}}}));
    CHECK(fault_of({.flags = {{"public_url", "desk.example"}}}, "public_url") != "");
    CHECK(fault_of({.flags = {{"database", "postgres://x"}}}, "database") != "");
}

TEST_CASE("files that cannot be read or name what is not there") {
    const ConfigFile unknown("colour = \"red\"\n");
    CHECK(fault_of({.flags = {{"config", unknown.path()}}}, "colour") ==
          "There is no such setting (in the file).");
    const ConfigFile broken("threads = = 3\n");
    CHECK(fault_of({.flags = {{"config", broken.path()}}}, "config") != "");
    CHECK(fault_of({.flags = {{"config", "/nonexistent/pilotlight.toml"}}}, "config") != "");
}

TEST_CASE("warnings: unknown variables, and a demo that others can reach") {
    const auto loaded =
        load_settings({.flags = {{"profile", "demo"}, {"listen", "0.0.0.0:8080"}},
                       .environment = {{"PILOTLIGHT_COLOUR", "red"}, {"HOME", "x"}}});
    REQUIRE(loaded);
    CHECK(loaded->warnings.size() == 2);
    CHECK(load_settings({.flags = {{"profile", "demo"}}})->warnings.empty());
}

TEST_CASE("secrets are never shown") {
    Settings settings;
    const auto rows = setting_rows();
    const auto secret = std::ranges::find(rows, "secret_key", &SettingRow::name);
    REQUIRE(secret != rows.end());
    CHECK(shown_value(*secret, settings) == "not set");
    settings.secret_key = "0123456789abcdef0123456789abcdef";
    CHECK(shown_value(*secret, settings) == "set");
}

TEST_CASE("help and manual have every row") {
    const auto help = settings_help();
    const auto manual = settings_manual();
    for (const auto& row : setting_rows()) {
        CAPTURE(row.name);
        CHECK(help.find("--" + row.flag() + " <" + row.type() + ">") != std::string::npos);
        CHECK(manual.find("`" + row.variable() + "`") != std::string::npos);
        CHECK_FALSE(row.doc.empty());
    }
}

TEST_CASE("listen addresses") {
    struct Row {
        std::string_view text;
        std::string_view host;
        int port;
    };
    const Row good[] = {{"127.0.0.1:8080", "127.0.0.1", 8080},
                        {"[::1]:0", "::1", 0},
                        {"localhost:65535", "localhost", 65535}};
    for (const auto& row : good) {
        const auto address = parse_listen_address(row.text);
        REQUIRE(address);
        CHECK(address->host == row.host);
        CHECK(address->port == row.port);
    }
    for (std::string_view bad : {"", "8080", ":8080", "::1:80", "a:", "a:b", "a:70000", "a:-1"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_listen_address(bad));
    }
}

}  // namespace
}  // namespace pilotlight
