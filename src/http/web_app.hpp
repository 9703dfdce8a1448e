#pragma once
// How the embedded web app is served: which paths are its screens, and what its files may be
// cached for. The files themselves come from web/ (cmake/assets.cmake).

#include <string_view>

namespace pilotlight::http {

/// The document that starts the app, whatever screen is asked for.
inline constexpr std::string_view web_app_document = "/index.html";
/// Files under it carry a hash of their content in their name: the same name is the same bytes.
inline constexpr std::string_view web_app_hashed_folder = "/assets/";

/// Whether the path is a screen of the app, as web/src/app/router.tsx names them: "/", or one of
/// the sections and what is below them. An unknown path is none, so that it gets a 404.
bool is_web_app_screen(std::string_view path);

}  // namespace pilotlight::http
