# The library's targets: fusenet::bare is the headers alone, each other target adds one library that was found,
# and fusenet::fusenet is all of them. Headers learn what they have from FUSENET_HAS_*, which
# core/features.hpp defines as 0 where it is not here.

set(fusenet_targets "") # for install.cmake
set(fusenet_dependencies "") # lines of the installed package's configuration

function(fusenet_add_target name)
    add_library(fusenet_${name} INTERFACE)
    add_library(fusenet::${name} ALIAS fusenet_${name})
    set_target_properties(fusenet_${name} PROPERTIES EXPORT_NAME ${name})
    set(fusenet_targets ${fusenet_targets} fusenet_${name} PARENT_SCOPE)
endfunction()

fusenet_add_target(bare)
target_include_directories(
    fusenet_bare INTERFACE "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:include>")
target_compile_features(fusenet_bare INTERFACE cxx_std_20)
find_package(Threads QUIET) # for a model's team; some systems ask for a flag
if(Threads_FOUND)
    target_link_libraries(fusenet_bare INTERFACE Threads::Threads)
    string(APPEND fusenet_dependencies "find_dependency(Threads)\n")
endif()

add_library(fusenet INTERFACE)
add_library(fusenet::fusenet ALIAS fusenet)
target_link_libraries(fusenet INTERFACE fusenet_bare)
list(APPEND fusenet_targets fusenet)

# fusenet::NAME links LIBRARY and defines FUSENET_HAS_FEATURE; an installed fusenet asks for it again by each of FIND.
# With a last word APART it is no part of fusenet::fusenet: whoever wants it links it as well.
macro(fusenet_add_library name feature library find)
    fusenet_add_target(${name})
    target_link_libraries(fusenet_${name} INTERFACE fusenet_bare ${library})
    target_compile_definitions(fusenet_${name} INTERFACE FUSENET_HAS_${feature}=1)
    if(NOT "${ARGN}" STREQUAL "APART")
        target_link_libraries(fusenet INTERFACE fusenet_${name})
    endif()
    foreach(each IN ITEMS ${find})
        string(APPEND fusenet_dependencies "find_dependency(${each})\n")
    endforeach()
    set(FUSENET_HAS_${feature} ON)
    message(STATUS "fusenet: ${feature} is on")
endmacro()

if(FUSENET_USE_XSIMD)
    find_package(xsimd QUIET) # its version file refuses newer majors, hence the comparison here
    if(xsimd_FOUND AND xsimd_VERSION VERSION_GREATER_EQUAL 8.1)
        # Its headers alone: Debian's target also asks for xtl, which is neither shipped with it nor needed.
        get_target_property(include_dirs xsimd INTERFACE_INCLUDE_DIRECTORIES)
        fusenet_add_library(simd XSIMD "" "xsimd")
        target_include_directories(
            fusenet_simd SYSTEM
            INTERFACE "$<BUILD_INTERFACE:${include_dirs}>"
                      "$<INSTALL_INTERFACE:$<TARGET_PROPERTY:xsimd,INTERFACE_INCLUDE_DIRECTORIES>>")
    endif()
endif()

if(FUSENET_USE_OPENMP)
    find_package(OpenMP QUIET COMPONENTS CXX)
    if(OpenMP_CXX_FOUND)
        fusenet_add_library(openmp OPENMP OpenMP::OpenMP_CXX "OpenMP COMPONENTS CXX")
    endif()
endif()

if(FUSENET_USE_EIGEN)
    find_package(Eigen3 QUIET NO_MODULE)
    if(Eigen3_FOUND AND Eigen3_VERSION VERSION_GREATER_EQUAL 3.3)
        fusenet_add_library(eigen EIGEN Eigen3::Eigen "Eigen3 NO_MODULE")
    endif()
endif()

if(FUSENET_USE_ONEDNN)
    find_package(dnnl QUIET CONFIG)
    if(dnnl_FOUND AND dnnl_VERSION VERSION_GREATER_EQUAL 3.0)
        fusenet_add_library(onednn ONEDNN DNNL::dnnl "dnnl CONFIG")
    endif()
endif()

if(FUSENET_USE_JSON)
    find_package(nlohmann_json 3.9 QUIET CONFIG)
    if(nlohmann_json_FOUND)
        fusenet_add_library(weights JSON nlohmann_json::nlohmann_json "nlohmann_json 3.9 CONFIG")
    endif()
endif()

if(FUSENET_USE_ONNX)
    # ONNX's own target names protobuf's, but does not look for it. Programs that save no ONNX file should not load these.
    find_package(Protobuf QUIET MODULE)
    if(Protobuf_FOUND)
        find_package(ONNX QUIET CONFIG)
    endif()
    if(TARGET onnx_proto)
        fusenet_add_library(onnx ONNX onnx_proto "Protobuf MODULE;ONNX CONFIG" APART)
    endif()
endif()

# Libraries of examples and benchmarks only.
find_path(FUSENET_STB_INCLUDE_DIR stb/stb_image.h)
mark_as_advanced(FUSENET_STB_INCLUDE_DIR)
if(FUSENET_STB_INCLUDE_DIR)
    set(FUSENET_HAS_STB ON)
endif()
find_library(FUSENET_SNDFILE sndfile)
find_path(FUSENET_SNDFILE_INCLUDE_DIR sndfile.h)
mark_as_advanced(FUSENET_SNDFILE FUSENET_SNDFILE_INCLUDE_DIR)
if(FUSENET_SNDFILE AND FUSENET_SNDFILE_INCLUDE_DIR)
    set(FUSENET_HAS_SNDFILE ON)
endif()
find_package(benchmark QUIET)
if(benchmark_FOUND)
    set(FUSENET_HAS_BENCHMARK ON)
endif()
find_package(CLI11 QUIET CONFIG)
if(CLI11_FOUND)
    set(FUSENET_HAS_CLI11 ON)
endif()
