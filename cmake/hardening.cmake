# Hardening costs little and the program faces the Internet. tests/api/test_hardening.py reads it
# back from the release build.
include(CheckCXXCompilerFlag)
include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# The libraries end in programs, never in a shared library; the same flag lets their precompiled
# headers serve the programs too. (One that is shared asks for -fPIC itself: fault_shim.cmake.)
set(CMAKE_CXX_COMPILE_OPTIONS_PIC -fPIE)
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)

set(hardening -fstack-protector-strong)
# Where processor and kernel support it (x86: CET), a jump into the middle of a function faults.
check_cxx_compiler_flag(-fcf-protection=full PILOTLIGHT_HAS_CF_PROTECTION)
if(PILOTLIGHT_HAS_CF_PROTECTION)
    list(APPEND hardening -fcf-protection=full)
endif()
target_compile_options(pilotlight_warnings INTERFACE ${hardening})

# Of the release alone: what a sanitizer checks by better means. Level 3 of FORTIFY, which clang has
# and gcc from 12 on, also knows sizes that are found out at run time.
check_cxx_compiler_flag(-fstack-clash-protection PILOTLIGHT_HAS_STACK_CLASH_PROTECTION)
if(PILOTLIGHT_HAS_STACK_CLASH_PROTECTION)
    list(APPEND hardening -fstack-clash-protection)
endif()
set(fortify_level 3)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
    set(fortify_level 2)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    list(APPEND hardening -grecord-command-line)  # as g++ does unasked: what the test reads
endif()
list(APPEND hardening -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${fortify_level})
add_compile_options("$<$<CONFIG:Release>:${hardening}>")
