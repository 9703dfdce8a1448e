add_library(pilotlight_warnings INTERFACE)
target_compile_options(pilotlight_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Wimplicit-fallthrough -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # These flow-based ones misjudge std::string inlined at -O2, each gcc version differently.
    target_compile_options(pilotlight_warnings INTERFACE -Wno-error=array-bounds
        -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=restrict)
    if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
        target_compile_options(pilotlight_warnings INTERFACE -Wno-error=maybe-uninitialized
            -Wno-error=dangling-reference)
    endif()
endif()

include(cmake/hardening.cmake)
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

set(PILOTLIGHT_SANITIZE "" CACHE STRING "value of -fsanitize=, empty for none")
set(PILOTLIGHT_STRICT 0)
if(PILOTLIGHT_SANITIZE)
    set(PILOTLIGHT_STRICT 1)  # store.hpp: rehearses, refuses_whole_reads
    add_compile_options(-fsanitize=${PILOTLIGHT_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PILOTLIGHT_SANITIZE})
    # g++ cannot follow Asio's fences under TSan; without them Asio keeps its locks, which it can.
    if(PILOTLIGHT_SANITIZE MATCHES thread)
        add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
        add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    endif()
endif()
