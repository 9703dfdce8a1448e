#pragma once

#include <string>
#include <string_view>

namespace pilotlight {

/// Walks a text that is no good JSON the way Python's json module does, to say what that module
/// would say and where. Only ever run on a refused text. Recursion is bounded by json_depth_max.
class JsonFaultFinder {
public:
    explicit JsonFaultFinder(std::string_view text) : text_(text) {}

    /// "Expecting value: line 1 column 1 (char 0)".
    std::string find();

private:
    bool value(std::size_t depth);
    bool object(std::size_t depth);
    bool array(std::size_t depth);
    bool string();
    bool escape(std::size_t start);
    bool number();
    void digits();
    void fraction();
    void exponent();
    bool word(std::string_view expected);
    void skip_blanks();
    bool fail(std::string_view what, std::size_t at);
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string fault_{};
};

}  // namespace pilotlight
