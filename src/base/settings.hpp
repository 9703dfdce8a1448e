#pragma once
// Every setting of the program, once: a member with its default in Settings, a row with its words
// and limits in setting_rows(). `serve --help`, docs/configuration.md, flags, environment and file
// all derive from the rows.

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/field.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace pilotlight {

enum class Profile : std::uint8_t { production, demo };
template <>
inline constexpr auto names<Profile> = std::array<std::string_view, 2>{"production", "demo"};

/// The values; the initialisers are the defaults of both profiles unless the row has one for demo.
/// Units stand in the names: _s seconds, _ms milliseconds, _bytes.
struct Settings {
    std::string config{};
    std::string data = "pilotlight-data";
    Profile profile = Profile::production;

    std::string listen = "127.0.0.1:8080";  // "" when only the Unix socket serves
    std::string unix_socket{};
    std::string tls_certificate{};
    std::string tls_key{};
    std::string public_url{};
    std::vector<std::string> allowed_hosts{};
    std::vector<std::string> trusted_proxies{};
    std::vector<std::string> cors_origins{};
    bool cors_credentials = false;
    bool metrics_public = false;
    std::string conversation_utc_offset = "Z";

    std::string database{};
    std::size_t write_queue_max = 10'000;
    std::int64_t read_deadline_ms = 2'000;
    std::int64_t brief_read_ms = 10;

    std::size_t threads = 0;
    std::size_t connections_max = 20'000;
    std::size_t body_bytes_max = 64 * 1024;
    std::size_t attachment_bytes_max = 25 * 1024 * 1024;
    std::size_t attachments_per_request_max = 10;
    std::int64_t head_timeout_ms = 10'000;
    std::int64_t body_timeout_ms = 60'000;
    std::int64_t idle_timeout_ms = 60'000;
    std::int64_t write_timeout_ms = 60'000;
    std::int64_t drain_timeout_ms = 8'000;
    std::int64_t idempotency_lifetime_s = 86'400;
    std::size_t streams_max = 5'000;
    std::size_t streams_per_account_max = 10;
    std::int64_t stream_heartbeat_ms = 15'000;
    std::int64_t stream_kept_s = 86'400;

    std::string secret_key{};
    std::int64_t access_token_lifetime_s = 300;
    std::int64_t refresh_token_lifetime_s = 86'400;
    std::int64_t web_session_lifetime_s = 1'209'600;
    std::int64_t api_token_idle_days = 0;
    std::size_t password_workers = 2;
    std::size_t password_queue_max = 64;
    std::size_t login_failures_per_account_max = 5;
    std::size_t login_failures_per_address_max = 20;
    std::int64_t login_failures_window_s = 900;
    std::size_t registrations_per_address_max = 10;
    std::int64_t registrations_window_s = 3'600;
    std::size_t leak_reports_per_address_max = 30;
    std::size_t leak_reports_max = 1'000;
    std::int64_t leak_reports_window_s = 3'600;
    std::int64_t leak_report_link_days = 30;
    std::size_t changes_per_customer_max = 1'000;
    std::size_t files_per_customer_max = 200;
    std::int64_t customer_window_s = 86'400;

    LogLevel log_level = LogLevel::info;
    LogFormat log_format = LogFormat::json;
};

using SettingMember = std::variant<std::string Settings::*,
                                   std::vector<std::string> Settings::*,
                                   bool Settings::*,
                                   std::int64_t Settings::*,
                                   std::size_t Settings::*,
                                   Profile Settings::*,
                                   LogLevel Settings::*,
                                   LogFormat Settings::*>;

struct SettingRow {
    std::string_view name;  // key of the TOML file
    SettingMember member;
    std::string_view doc;
    std::string_view group;           // heading in the help and the manual
    std::int64_t min = 0;             // of numbers
    std::int64_t max = 0;             // of numbers
    std::string_view demo_default{};  // as text, when the demo profile starts from another value
    bool secret = false;              // never shown
    std::string_view (*fault)(std::string_view text) = nullptr;  // of one text; "" when good

    /// "access-token-lifetime-s": the name after "--".
    std::string flag() const;
    /// "PILOTLIGHT_ACCESS_TOKEN_LIFETIME_S".
    std::string variable() const;
    /// "text", "list", "yes/no", "number", or the words "production|demo".
    std::string type() const;
    /// A flag that may stand without a value (then "true").
    bool is_switch() const;
};

/// In the order of the manual. Valid for the life of the program.
std::span<const SettingRow> setting_rows();

enum class Source : std::uint8_t { built_in, file, environment, flag };
template <>
inline constexpr auto names<Source> =
    std::array<std::string_view, 4>{"default", "file", "environment", "flag"};

/// Raw texts by setting name (flags) and by variable name (environment; others than PILOTLIGHT_*
/// are ignored). Lists are comma separated.
struct SettingsInput {
    std::map<std::string, std::string, std::less<>> flags{};
    std::map<std::string, std::string, std::less<>> environment{};
};

struct LoadedSettings {
    Settings values{};
    std::vector<Source> sources{};        // one per row of setting_rows()
    std::vector<std::string> warnings{};  // for the log: unknown variables, a demo in the open
};

/// The environment of the process. Call before threads start.
std::map<std::string, std::string, std::less<>> process_environment();

/// Flag > environment > file (named by `config`, given as flag or variable) > default. All faults
/// at once: invalid_input with one FieldError per fault, `field` being the setting's name.
Result<LoadedSettings> load_settings(const SettingsInput& input);

/// One line per fault: "listen: ... (from the environment)".
std::string settings_faults_text(const Error& error);

/// A setting as people read it; secrets as "set" or "not set".
std::string shown_value(const SettingRow& row, const Settings& settings);

/// Text of `serve --help` after the usage line.
std::string settings_help();

/// The whole of docs/configuration.md.
std::string settings_manual();

/// "127.0.0.1:8080", "[::1]:8080" and "localhost:0" in parts; nullopt for anything else.
struct ListenAddress {
    std::string host{};
    std::uint16_t port = 0;
};
std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace pilotlight
