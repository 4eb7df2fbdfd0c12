# Flags shared by every target of the project.
add_library(oree_flags INTERFACE)
target_compile_options(oree_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns of overlapping copies inside std::string's own operator+ (GCC bug 105329).
  target_compile_options(oree_flags INTERFACE -Wno-restrict)
else()
  # clang 14 takes libseccomp's argument macros for code of ours.
  target_compile_options(oree_flags INTERFACE -Wno-missing-field-initializers -Wno-c99-extensions)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
  target_compile_options(oree_flags INTERFACE -fsigned-char)  # as on x86-64; the processor's own has no sign
endif()
target_include_directories(oree_flags INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(oree_flags INTERFACE Threads::Threads)
if(NOT OREE_KERNELS_ONLY)
  target_link_libraries(oree_flags INTERFACE nlohmann_json::nlohmann_json)
endif()
if(OREE_SANITIZE)
  target_compile_options(oree_flags INTERFACE -fsanitize=${OREE_SANITIZE} -fno-omit-frame-pointer
                                              -fno-sanitize-recover=all)
  target_link_options(oree_flags INTERFACE -fsanitize=${OREE_SANITIZE})
endif()

# A layer of the program: one static library of the folder's .cc files. Subfolders are listed by the layer itself.
#   oree_layer(NAME USES lower layers... LIBRARIES third-party targets...)
function(oree_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "USES;LIBRARIES")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_library(oree_${name} STATIC ${sources})
  target_link_libraries(oree_${name} PUBLIC oree_flags)
  foreach(lower IN LISTS layer_USES)
    target_link_libraries(oree_${name} PUBLIC oree_${lower})
  endforeach()
  target_link_libraries(oree_${name} PRIVATE ${layer_LIBRARIES})
endfunction()
