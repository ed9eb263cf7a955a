include(GoogleTest)

# alpha_pulse_room(NAME [PROGRAM] LINK targets... PRIVATE_LINK targets... TEST_LINK targets...)
#
# One folder = one library target `alpha_pulse_<name>` = one namespace `alpha_pulse::<name>`. Sources and headers
# are the folder's own; `*_test.cpp` beside them become one test binary. Every header must compile alone
# (VERIFY_INTERFACE_HEADER_SETS builds a translation unit per header).
# LINK is what the headers name, PRIVATE_LINK what only the sources do. INTERNAL is a regular expression of headers that
# only this room's own files include: they are not installed.
# Others meet the room as `alpha_pulse::<name>`, in the build and installed; a PROGRAM's room stays here, and so do
# headers for tests (`test_*.hpp`, `testing/`), which are a target of their own.
# Every room's test binary is part of the target `room_tests` and its tests carry the label `room`: the set that
# `./dev test` repeats under the sanitizers.
add_custom_target(room_tests)

function(alpha_pulse_room name)
  cmake_parse_arguments(ROOM "PROGRAM" "INTERNAL" "LINK;PRIVATE_LINK;TEST_LINK" ${ARGN})
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS *.hpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  set(test_headers ${headers})
  list(FILTER test_headers INCLUDE REGEX "/(test_[^/]*|testing/[^/]*)$")
  list(FILTER headers EXCLUDE REGEX "/(test_[^/]*|testing/[^/]*)$")

  if(ROOM_INTERNAL)
    list(FILTER headers EXCLUDE REGEX "/(${ROOM_INTERNAL})\\.hpp$")
  endif()

  set(target alpha_pulse_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src FILES ${headers})
  target_link_libraries(${target} ${scope} ${ROOM_LINK})
  if(ROOM_PRIVATE_LINK AND sources)
    target_link_libraries(${target} PRIVATE ${ROOM_PRIVATE_LINK})
  endif()
  target_compile_features(${target} ${scope} cxx_std_23)
  add_library(alpha_pulse::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  if(NOT ROOM_PROGRAM)
    install(TARGETS ${target} EXPORT alpha_pulse-targets
            ARCHIVE DESTINATION lib COMPONENT development
            FILE_SET HEADERS DESTINATION include COMPONENT development)
  endif()

  if(ALPHA_PULSE_TESTS AND test_headers)
    add_library(${target}_testing INTERFACE)
    target_sources(${target}_testing INTERFACE FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src FILES ${test_headers})
    target_link_libraries(${target}_testing INTERFACE ${target} GTest::gtest)
  endif()

  if(ALPHA_PULSE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${target} ${ROOM_TEST_LINK} GTest::gtest GTest::gtest_main
                                               rapidcheck_imported)
    target_compile_definitions(${name}_test PRIVATE ALPHA_PULSE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_compile_options(${name}_test PRIVATE -Wno-old-style-cast -Wno-sign-conversion -Wno-conversion -Wno-shadow)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                         PROPERTIES TIMEOUT 1200 LABELS room)
    add_dependencies(room_tests ${name}_test)
  endif()
endfunction()
