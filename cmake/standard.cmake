# Language, warnings and sanitizers: the same for every target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Decision mathematics must give the same bits everywhere: no contraction, no -march, no fast-math.
add_compile_options(-ffp-contract=off -fno-fast-math)
add_compile_options(-Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
                    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2)
# GCC 12 warns falsely of overlapping copies in "literal" + std::string.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-psabi> $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

option(ALPHA_PULSE_WARNINGS_AS_ERRORS "Fail on warnings" ON)
if(ALPHA_PULSE_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()

set(ALPHA_PULSE_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
if(ALPHA_PULSE_SANITIZE)
  add_compile_options(-fsanitize=${ALPHA_PULSE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ALPHA_PULSE_SANITIZE})
endif()

# Hardening that costs nothing measurable on the hot path.
add_compile_options(-fstack-protector-strong -fstack-clash-protection)
add_compile_definitions($<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
