// Runs a fuzz target without libFuzzer: every seed, then mutations of them from a seeded generator,
// so that each run of script/test tries the same inputs, in the build of preset asan.
//   <name>_replay EXECUTIONS SECONDS DICTIONARY FOLDER|FILE...
// Ends after EXECUTIONS mutations or SECONDS, whichever comes first. A crash leaves its input in
// crash-<name>.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "target.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t input_bytes_max = 4'096;
constexpr int mutations_per_input_max = 6;
constexpr std::size_t inserted_bytes_max = 16;
constexpr std::uint32_t seed = 20'261'121;

std::string current;  // the input that runs, for a crash
std::string crash_path;

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> seeds_of(const fs::path& path) {
    if (!fs::is_directory(path)) return {read_file(path)};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> seeds;
    for (const auto& file : files) seeds.push_back(read_file(file));
    return seeds;
}

/// The entry between the quotes of a line of libFuzzer's dictionaries, with its \xHH read.
std::string word_of(std::string_view line) {
    std::string word;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\' || at + 1 == line.size()) {
            word.push_back(line[at]);
        } else if (line[at + 1] == 'x' && at + 3 < line.size()) {
            word.push_back(
                static_cast<char>(std::stoi(std::string(line.substr(at + 2, 2)), nullptr, 16)));
            at += 3;
        } else {
            word.push_back(line[++at]);
        }
    }
    return word;
}

std::vector<std::string> words_of(const fs::path& dictionary) {
    std::vector<std::string> words;
    std::ifstream file(dictionary);
    for (std::string line; std::getline(file, line);) {
        const auto first = line.find('"');
        const auto last = line.rfind('"');
        if (line.starts_with('#') || first == last) continue;
        words.push_back(word_of(std::string_view(line).substr(first + 1, last - first - 1)));
    }
    return words;
}

class Mutator {
public:
    Mutator(std::vector<std::string> seeds, std::vector<std::string> words)
        : seeds_(std::move(seeds)), words_(std::move(words)) {}

    std::string next() {
        auto text = seeds_[below(seeds_.size())];
        for (auto left = 1 + below(mutations_per_input_max); left > 0; --left) mutate(text);
        text.resize(std::min(text.size(), input_bytes_max));
        return text;
    }

private:
    std::size_t below(std::size_t bound) { return generator_() % bound; }
    char byte() { return static_cast<char>(generator_() & 0xff); }

    void mutate(std::string& text) {
        const auto at = below(text.size() + 1);
        const auto length = below(inserted_bytes_max + 1);
        switch (below(6)) {
            case 0:
                if (at < text.size()) text[at] = byte();
                break;
            case 1:
                text.insert(at, 1, byte());
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                if (!words_.empty()) text.insert(at, words_[below(words_.size())]);
                break;
            case 4: {
                const auto& other = seeds_[below(seeds_.size())];
                text = text.substr(0, at) + other.substr(below(other.size() + 1));
                break;
            }
            default:
                text.insert(at, std::string(text.substr(below(text.size() + 1), length)));
        }
    }

    std::mt19937 generator_{seed};
    const std::vector<std::string> seeds_;
    const std::vector<std::string> words_;
};

void keep_input(int signal_number) {
    std::ofstream(crash_path, std::ios::binary) << current;
    std::fprintf(stderr, "the input is in %s\n", crash_path.c_str());
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
}

void run(std::string input) {
    current = std::move(input);
    pilotlight::fuzz::run(current);
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    if (given.size() < 4) {
        std::fprintf(
            stderr, "usage: %s EXECUTIONS SECONDS DICTIONARY FOLDER|FILE...\n", *arguments);
        return 2;
    }
    const auto name = fs::path(*arguments).filename().string();
    crash_path = (fs::current_path() / ("crash-" + name)).string();
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) std::signal(number, keep_input);
    std::vector<std::string> seeds;
    for (auto path = given.begin() + 3; path != given.end(); ++path) {
        for (auto& text : seeds_of(*path)) seeds.push_back(std::move(text));
    }
    if (seeds.empty()) seeds.emplace_back();
    for (const auto& text : seeds) run(text);
    // Only now: the first input waits for what the target stands on.
    const auto ends_at =
        std::chrono::steady_clock::now() + std::chrono::seconds(std::stoi(given[1]));
    Mutator mutator(seeds, words_of(given[2]));
    std::size_t mutations = 0;
    for (const auto most = std::stoul(given[0]);
         mutations < most && std::chrono::steady_clock::now() < ends_at;
         ++mutations) {
        run(mutator.next());
    }
    std::printf("%s: %zu executions, %zu of them mutations\n",
                name.c_str(),
                seeds.size() + mutations,
                mutations);
    return mutations > 0 ? 0 : 1;
}
