#include "base/settings.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "base/text.hpp"

extern char** environ;  // POSIX: the environment of the process

namespace pilotlight {
namespace {

constexpr std::string_view prefix = "PILOTLIGHT_";

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto item = trimmed(text.substr(0, comma));
        if (!item.empty()) items.emplace_back(item);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return items;
}

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ",") + item;
    return text;
}

template <class E>
std::string choices(std::string_view separator) {
    std::string text;
    for (const auto word : names<E>) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

// One set() per kind of member: "" or what is wrong.
std::string set(std::string& out, std::string_view text, const SettingRow&) {
    out = text;
    return {};
}
std::string set(std::vector<std::string>& out, std::string_view text, const SettingRow&) {
    out = split(text);
    return {};
}
std::string set(bool& out, std::string_view text, const SettingRow&) {
    const auto word = folded(text);
    for (std::string_view yes : {"true", "yes", "on", "1"}) {
        if (word == yes) return out = true, std::string{};
    }
    for (std::string_view no : {"false", "no", "off", "0"}) {
        if (word == no) return out = false, std::string{};
    }
    return "Use yes or no.";
}
template <std::integral N>
std::string set(N& out, std::string_view text, const SettingRow& row) {
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{} || end != text.data() + text.size()) return "Use a whole number.";
    if (number < row.min || number > row.max) {
        return "Use a number from " + std::to_string(row.min) + " to " + std::to_string(row.max) +
               ".";
    }
    out = static_cast<N>(number);
    return {};
}
template <Named E>
std::string set(E& out, std::string_view text, const SettingRow&) {
    const auto value = from_name<E>(text);
    if (!value) return "Use one of: " + choices<E>(", ") + ".";
    out = *value;
    return {};
}

std::string shown(const std::string& text) {
    return text;
}
std::string shown(const std::vector<std::string>& items) {
    return joined(items);
}
std::string shown(bool flag) {
    return flag ? "yes" : "no";
}
template <std::integral N>
std::string shown(N number) {
    return std::to_string(number);
}
template <Named E>
std::string shown(E value) {
    return std::string(name_of(value));
}

std::string apply(Settings& settings, const SettingRow& row, std::string_view text) {
    if (row.fault != nullptr) {
        if (const auto fault = row.fault(text); !fault.empty()) return std::string(fault);
    }
    return std::visit([&](auto member) { return set(settings.*member, text, row); }, row.member);
}

using Texts = std::map<std::string, std::string, std::less<>>;

std::string text_of(const toml::node& node) {
    if (const auto* array = node.as_array()) {
        std::vector<std::string> items;
        for (const auto& item : *array) items.push_back(item.value_or(std::string{}));
        return joined(items);
    }
    if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
    if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
    return node.value_or(std::string{});
}

const SettingRow* find_row(std::string_view name) {
    const auto rows = setting_rows();
    const auto found = std::ranges::find(rows, name, &SettingRow::name);
    return found == rows.end() ? nullptr : &*found;
}

/// The file's settings as texts; tables are headings only.
void read_table(const toml::table& table, Texts& texts, FieldErrors& faults) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (const auto* inner = node.as_table()) {
            read_table(*inner, texts, faults);
        } else if (find_row(name) == nullptr) {
            faults.push_back({name, "There is no such setting (in the file)."});
        } else {
            texts[name] = text_of(node);
        }
    }
}

Texts read_file(const std::string& path, FieldErrors& faults) {
    Texts texts;
    if (path.empty()) return texts;
    try {
        read_table(toml::parse_file(path), texts, faults);
    } catch (const toml::parse_error& fault) {
        faults.push_back({"config",
                          std::string(fault.description()) + " (line " +
                              std::to_string(fault.source().begin.line) + ")"});
    }
    return texts;
}

const std::string* lookup(const Texts& texts, std::string_view name) {
    const auto found = texts.find(name);
    return found == texts.end() ? nullptr : &found->second;
}

struct Given {
    std::string_view text{};
    Source source = Source::built_in;
};

Given given(const SettingRow& row, const SettingsInput& input, const Texts& file) {
    if (const auto* text = lookup(input.flags, row.name)) return {*text, Source::flag};
    if (const auto* text = lookup(input.environment, row.variable())) {
        return {*text, Source::environment};
    }
    if (const auto* text = lookup(file, row.name)) return {*text, Source::file};
    return {};
}

void apply_given(LoadedSettings& loaded,
                 const SettingRow& row,
                 const Given& from,
                 FieldErrors& faults) {
    loaded.sources.push_back(from.source);
    if (from.source == Source::built_in) {
        const bool is_demo = loaded.values.profile == Profile::demo;
        if (is_demo && !row.demo_default.empty()) apply(loaded.values, row, row.demo_default);
        return;
    }
    auto fault = apply(loaded.values, row, from.text);
    if (fault.empty()) return;
    fault += " (from the " + std::string(name_of(from.source)) + ")";
    faults.push_back({std::string(row.name), std::move(fault)});
}

void check_together(LoadedSettings& loaded, FieldErrors& faults) {
    const auto& values = loaded.values;
    if (values.tls_certificate.empty() != values.tls_key.empty()) {
        faults.push_back({"tls_key", "tls_certificate and tls_key go together."});
    }
    if (values.listen.empty() && values.unix_socket.empty()) {
        faults.push_back({"listen", "Give an address, a Unix socket, or both."});
    }
    const auto listen = parse_listen_address(values.listen);
    const bool is_open = listen && !listen->host.starts_with("127.") && listen->host != "::1" &&
                         listen->host != "localhost";
    if (values.profile == Profile::demo && is_open) {
        loaded.warnings.emplace_back(
            "the demo profile listens beyond this machine: its log-ins are known to everybody");
    }
}

void warn_of_unknown(const SettingsInput& input, LoadedSettings& loaded) {
    for (const auto& variable : input.environment) {
        const auto& name = variable.first;
        if (!name.starts_with(prefix)) continue;
        const auto rows = setting_rows();
        const bool known = std::ranges::any_of(
            rows, [&](const SettingRow& row) { return row.variable() == name; });
        if (!known) loaded.warnings.push_back("unknown variable " + name);
    }
}

}  // namespace

std::string SettingRow::flag() const {
    std::string text(name);
    std::ranges::replace(text, '_', '-');
    return text;
}

std::string SettingRow::variable() const {
    std::string text(prefix);
    for (const char c : name) text += ascii_upper(c);
    return text;
}

std::string SettingRow::type() const {
    static const Settings sample;
    return std::visit(
        [](auto which) -> std::string {
            using T = std::remove_cvref_t<decltype(sample.*which)>;
            if constexpr (std::is_same_v<T, std::string>) return "text";
            if constexpr (std::is_same_v<T, std::vector<std::string>>) return "list";
            if constexpr (std::is_same_v<T, bool>) return "yes/no";
            if constexpr (Named<T>) return choices<T>("|");
            return "number";
        },
        member);
}

bool SettingRow::is_switch() const {
    return std::holds_alternative<bool Settings::*>(member);
}

std::map<std::string, std::string, std::less<>> process_environment() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<LoadedSettings> load_settings(const SettingsInput& input) {
    LoadedSettings loaded;
    FieldErrors faults;
    const auto* config_row = find_row("config");
    const auto config = std::string(given(*config_row, input, {}).text);
    const auto file = read_file(config, faults);
    // The profile comes first: it decides what the others start from.
    const auto* profile_row = find_row("profile");
    const auto profile = given(*profile_row, input, file);
    if (profile.source != Source::built_in) apply(loaded.values, *profile_row, profile.text);
    for (const auto& row : setting_rows()) {
        apply_given(loaded, row, given(row, input, file), faults);
    }
    check_together(loaded, faults);
    if (!faults.empty()) return invalid(std::move(faults));
    warn_of_unknown(input, loaded);
    return loaded;
}

std::string settings_faults_text(const Error& error) {
    std::string text;
    for (const auto& fault : error.fields) text += fault.field + ": " + fault.message + "\n";
    return text;
}

std::string shown_value(const SettingRow& row, const Settings& settings) {
    auto text = std::visit([&](auto member) { return shown(settings.*member); }, row.member);
    if (row.secret) return text.empty() ? "not set" : "set";
    return text;
}

std::string settings_help() {
    const Settings built_in;
    std::string text;
    std::string_view group;
    for (const auto& row : setting_rows()) {
        if (row.group != group) text += std::string(row.group) + ":\n";
        group = row.group;
        const auto start = shown_value(row, built_in);
        text += "  --" + row.flag() + " <" + row.type() + ">";
        if (!start.empty()) text += "  [" + start + "]";
        text += "\n      " + std::string(row.doc) + "\n";
    }
    return text +
           "\nEach may also stand in the environment (PILOTLIGHT_NAME) or in the TOML file.\n";
}

std::string settings_manual() {
    const Settings built_in;
    std::string text =
        "# Configuration\n\n"
        "Printed by `pilotlight configuration` from the table in the program; a test compares "
        "them.\n\n"
        "A flag of `pilotlight serve` comes before the environment, the environment before the "
        "TOML file named\nby `--config`, the file before the default. In the file a setting is "
        "`name = value`, lists are arrays.\n";
    std::string_view group;
    for (const auto& row : setting_rows()) {
        if (row.group != group) {
            text += "\n## " + std::string(row.group) +
                    "\n\n| name | flag | environment | type | default | meaning |\n"
                    "| --- | --- | --- | --- | --- | --- |\n";
        }
        group = row.group;
        auto start = shown_value(row, built_in);
        if (!row.demo_default.empty()) start += " (demo: " + std::string(row.demo_default) + ")";
        auto type = row.type();
        for (auto at = type.find('|'); at != std::string::npos; at = type.find('|', at + 2)) {
            type.insert(at, "\\");
        }
        for (const auto& cell : {"`" + std::string(row.name) + "`",
                                 "`--" + row.flag() + "`",
                                 "`" + row.variable() + "`",
                                 type,
                                 start,
                                 std::string(row.doc)}) {
            text += "| ";
            text += cell;
            text += ' ';
        }
        text += "|\n";
    }
    return text;
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return std::nullopt;
    ListenAddress address{.host = std::string(host)};
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (status != std::errc{} || end != digits.data() + digits.size() || host.empty()) return {};
    return address;
}

}  // namespace pilotlight
