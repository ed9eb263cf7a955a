# What others get. Component `program`: the binary, its papers and the shipped examples, which `./dev package` puts
# together. Component `development`: headers, static libraries and the package for find_package(alpha_pulse), installed
# besides by a plain `cmake --install`. docs/library.md shows the use; tests/consumer_test.cpp proves it.
include(CMakePackageConfigHelpers)

if(TARGET gridhedge)
  install(TARGETS gridhedge RUNTIME DESTINATION bin COMPONENT program)
endif()
install(FILES README.md LICENSE CHANGELOG.md DESTINATION share/doc/gridhedge COMPONENT program)
install(DIRECTORY configs/ DESTINATION share/gridhedge/configs COMPONENT program FILES_MATCHING PATTERN "*.yaml")

# Libraries and headers of the rooms: see room.cmake.
install(TARGETS alpha_pulse EXPORT alpha_pulse-targets FILE_SET HEADERS DESTINATION include COMPONENT development)
install(EXPORT alpha_pulse-targets NAMESPACE alpha_pulse:: DESTINATION lib/cmake/alpha_pulse COMPONENT development)
configure_package_config_file(cmake/alpha_pulse-config.cmake.in alpha_pulse-config.cmake
                              INSTALL_DESTINATION lib/cmake/alpha_pulse NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(alpha_pulse-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/alpha_pulse-config.cmake ${CMAKE_BINARY_DIR}/alpha_pulse-config-version.cmake
        DESTINATION lib/cmake/alpha_pulse COMPONENT development)
install(DIRECTORY examples/ DESTINATION share/doc/alpha_pulse/examples COMPONENT development
        FILES_MATCHING PATTERN "*.cpp")
install(FILES docs/library.md LICENSE DESTINATION share/doc/alpha_pulse COMPONENT development)
