# What `./dev package` puts together: the binary, its papers and the shipped examples, wherever they exist.
if(TARGET gridhedge)
  install(TARGETS gridhedge RUNTIME DESTINATION bin)
endif()
install(FILES README.md LICENSE CHANGELOG.md DESTINATION share/doc/gridhedge)
if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/examples)
  install(DIRECTORY examples/ DESTINATION share/gridhedge/examples FILES_MATCHING PATTERN "*.yaml")
endif()
