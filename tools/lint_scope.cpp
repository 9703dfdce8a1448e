// A plugin of clang-tidy 14, for tools/lint.py: keeps its checks out of the system's headers. They
// would walk through all of Boost and the standard library for each source, which is most of the
// time, and then throw away what they found there. clangd limits its checks in the same way. The
// analyzer is not concerned: it follows what a source calls, wherever that lies.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {
class Scope : public clang::ASTConsumer {
    void HandleTranslationUnit(clang::ASTContext& context) override {
        const auto& sources = context.getSourceManager();
        std::vector<clang::Decl*> ours;
        // What is precompiled is not even loaded: it holds headers of the system alone.
        for (auto* one : context.getTranslationUnitDecl()->noload_decls()) {
            if (!sources.isInSystemHeader(sources.getExpansionLoc(one->getLocation())))
                ours.push_back(one);
        }
        context.setTraversalScope(ours);
    }
};

class Action : public clang::PluginASTAction {
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&,
                                                          llvm::StringRef) override {
        return std::make_unique<Scope>();
    }
    bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override {
        return true;
    }
    ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<Action> added("lint-scope", "only what is ours");
}  // namespace
