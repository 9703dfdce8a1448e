#pragma once
// A fuzz target is one file <name>_fuzz.cpp that defines run(). libFuzzer calls it by
// libfuzzer_entry.cpp (preset "fuzz"), the short form of script/test by replay_main.cpp.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace pilotlight::fuzz {

/// Gives the input to the code under test. Any input is allowed; state that it leaves behind does
/// not change what a later input does, so that a reproducer reproduces.
void run(std::string_view input);

/// What must hold for every input. A failure ends the program, as a crash does.
inline void expect(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "a property does not hold: %s\n", what);
    std::abort();
}

/// Takes what stands before the next `end` off the front of `text`; all of it without one.
inline std::string_view take_until(std::string_view& text, char end) {
    const auto at = std::min(text.find(end), text.size());
    const auto taken = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return taken;
}
inline std::string_view take_line(std::string_view& text) {
    return take_until(text, '\n');
}
inline std::string_view take_word(std::string_view& text) {
    return take_until(text, ' ');
}

/// A place to cut `text` at that depends on its bytes alone.
inline std::size_t cut_of(std::string_view text) {
    return std::hash<std::string_view>{}(text) % (text.size() + 1);
}

}  // namespace pilotlight::fuzz
