// A plugin of clang-tidy 14, for tools/lint.py: keeps its checks to the source, or where the
// environment has LINT_SCOPE=headers to what is not of the system (clang-tidy passes no arguments
// on to plugins). They would walk through all of Boost and the standard library for each source,
// which is most of the time, and then throw away what they found there; and through each of our
// headers for every source that includes it. clangd limits its checks in the same way. The analyzer
// is not concerned: it follows what a source calls, wherever that lies.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {
class Scope : public clang::ASTConsumer {
public:
    explicit Scope(bool headers) : headers_(headers) {}

private:
    void HandleTranslationUnit(clang::ASTContext& context) override {
        const auto& sources = context.getSourceManager();
        std::vector<clang::Decl*> ours;
        // What is precompiled is not even loaded: it holds headers alone, of the system where
        // headers_ is set.
        for (auto* one : context.getTranslationUnitDecl()->noload_decls()) {
            const auto place = sources.getExpansionLoc(one->getLocation());
            if (headers_ ? !sources.isInSystemHeader(place) : sources.isInMainFile(place))
                ours.push_back(one);
        }
        context.setTraversalScope(ours);
    }

    bool headers_;
};

class Action : public clang::PluginASTAction {
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&,
                                                          llvm::StringRef) override {
        return std::make_unique<Scope>(headers_);
    }
    bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override {
        const char* scope = std::getenv("LINT_SCOPE");
        headers_ = scope != nullptr && std::string_view(scope) == "headers";
        return true;
    }
    ActionType getActionType() override { return AddBeforeMainAction; }

    bool headers_ = false;
};

const clang::FrontendPluginRegistry::Add<Action> added("lint-scope", "only what is ours");
}  // namespace
