# The program that fills data folders for script/bench, through the store's own functions. It goes
# with the release build: it measures, and what it calls has tests under the sanitizers of its own.
if(TARGET pilotlight_service AND NOT PILOTLIGHT_SANITIZE)
    file(GLOB dataset_sources CONFIGURE_DEPENDS bench/dataset/*.cpp)
    add_executable(pilotlight_dataset ${dataset_sources})
    target_include_directories(pilotlight_dataset PRIVATE bench)
    target_link_libraries(pilotlight_dataset PRIVATE pilotlight_service deps::cli deps::format
        pilotlight_warnings)
    precompile(pilotlight_dataset <boost/json.hpp>)
endif()
