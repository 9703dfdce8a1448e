# The program that tests/http sends its probes to: the connection layer without the desk.
if(TARGET pilotlight_http AND PILOTLIGHT_TESTS)
    add_executable(echo_server tests/http/echo_server.cpp)
    target_link_libraries(echo_server PRIVATE pilotlight_http deps::cli pilotlight_warnings)
    precompile(echo_server <boost/json.hpp> ${http_headers})
endif()
