# The fuzz targets of tests/fuzz: <name>_fuzz under libFuzzer (preset "fuzz"), <name>_replay under
# replay_main.cpp (preset "asan"). script/fuzz builds and runs them.
if(NOT PILOTLIGHT_SANITIZE MATCHES address OR NOT TARGET pilotlight_http)
    return()
endif()
set(fuzz_dir ${CMAKE_SOURCE_DIR}/tests/fuzz)
set(fuzz_entry replay_main.cpp)
set(fuzz_suffix replay)
if(PILOTLIGHT_SANITIZE MATCHES fuzzer)
    set(fuzz_entry libfuzzer_entry.cpp)
    set(fuzz_suffix fuzz)
endif()

add_library(pilotlight_fuzz STATIC EXCLUDE_FROM_ALL
    ${fuzz_dir}/${fuzz_entry} ${fuzz_dir}/desk_ground.cpp)
target_include_directories(pilotlight_fuzz PUBLIC ${fuzz_dir})
target_link_libraries(pilotlight_fuzz PUBLIC pilotlight_http PRIVATE pilotlight_demo pilotlight_warnings)
precompile(pilotlight_fuzz <boost/json.hpp> ${http_headers})

add_custom_target(fuzz_targets)
file(GLOB fuzz_sources CONFIGURE_DEPENDS ${fuzz_dir}/*_fuzz.cpp)
foreach(source ${fuzz_sources})
    get_filename_component(name ${source} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "_${fuzz_suffix}" name ${name})
    add_executable(${name} EXCLUDE_FROM_ALL ${source})
    # The library refers to run(), which only the target has.
    target_link_libraries(${name} PRIVATE pilotlight_fuzz pilotlight_warnings)
    precompile(${name} <boost/json.hpp> ${http_headers})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    if(fuzz_suffix STREQUAL fuzz)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    endif()
    add_dependencies(fuzz_targets ${name})
endforeach()
