# Embeds the API pages, their npm bundles and the web app: the library pilotlight_assets
# (src/http/assets.hpp).
set(npm ${CMAKE_SOURCE_DIR}/web/node_modules)
set(pages ${CMAKE_SOURCE_DIR}/web/pages)
set(assets
    /swagger=${pages}/swagger.html
    /swagger/=${pages}/swagger.html
    /swagger/swagger-init.js=${pages}/swagger-init.js
    /swagger/swagger-ui-bundle.js=${npm}/swagger-ui-dist/swagger-ui-bundle.js
    /swagger/swagger-ui-standalone-preset.js=${npm}/swagger-ui-dist/swagger-ui-standalone-preset.js
    /swagger/swagger-ui.css=${npm}/swagger-ui-dist/swagger-ui.css
    /swagger/favicon-32x32.png=${npm}/swagger-ui-dist/favicon-32x32.png
    /redoc=${pages}/redoc.html
    /redoc/=${pages}/redoc.html
    /redoc/redoc.css=${pages}/redoc.css
    /redoc/redoc-init.js=${pages}/redoc-init.js
    /redoc/redoc.standalone.js=${npm}/redoc/bundles/redoc.standalone.js)

set(asset_files ${assets})
list(TRANSFORM asset_files REPLACE "^[^=]*=" "")
list(REMOVE_DUPLICATES asset_files)
foreach(file ${asset_files})
    if(NOT EXISTS ${file})
        message(FATAL_ERROR "${file} is missing: run script/setup")
    endif()
endforeach()

# The web app. Node is needed here, never at run time.
find_program(NODE NAMES node nodejs REQUIRED)
if(NOT EXISTS ${npm}/vite/bin/vite.js)
    message(FATAL_ERROR "${npm}/vite is missing: run script/setup")
endif()
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/*
    ${CMAKE_SOURCE_DIR}/web/public/*)
list(FILTER web_sources EXCLUDE REGEX "\\.test\\.tsx?$")
list(APPEND web_sources ${CMAKE_SOURCE_DIR}/web/index.html ${CMAKE_SOURCE_DIR}/web/vite.config.ts
    ${CMAKE_SOURCE_DIR}/web/package-lock.json)
set(web_dir ${CMAKE_BINARY_DIR}/generated/web)
add_custom_command(
    OUTPUT ${web_dir}/index.html
    COMMAND ${NODE} ${npm}/vite/bin/vite.js build --outDir ${web_dir} --emptyOutDir --logLevel warn
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web
    DEPENDS ${web_sources}
    COMMENT "Building the web app"
    VERBATIM)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(asset_dir ${CMAKE_BINARY_DIR}/generated/assets)
add_custom_command(
    OUTPUT ${asset_dir}/assets.cpp ${asset_dir}/assets.S
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/pack_assets.py ${asset_dir} ${assets} /=${web_dir}
    DEPENDS ${asset_files} ${web_dir}/index.html ${CMAKE_SOURCE_DIR}/tools/pack_assets.py
    COMMENT "Packing web assets"
    VERBATIM)
add_library(pilotlight_assets STATIC ${asset_dir}/assets.cpp ${asset_dir}/assets.S)
target_include_directories(pilotlight_assets PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(pilotlight_assets PRIVATE pilotlight_warnings)
