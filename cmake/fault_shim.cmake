# What tests/faults puts between the program and the C library. Without sanitizers, whose runtime
# must come first: it goes with the release build.
if(NOT PILOTLIGHT_SANITIZE)
    add_library(fault_shim SHARED tests/faults/fault_shim.cpp)
    target_compile_options(fault_shim PRIVATE -fPIC)
    target_link_libraries(fault_shim PRIVATE pilotlight_warnings ${CMAKE_DL_LIBS})
endif()
