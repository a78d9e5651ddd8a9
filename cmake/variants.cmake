# fusenet_add_variants(TARGET SOURCES FILE... [SETS SET...])
#
# Compiles the sources once for each instruction set and links all of it to TARGET, whose sources then use
# fusenet::dispatched<...>. The sources include <fusenet/variant.hpp> and instantiate fusenet::variant_of<...>. They are
# compiled as TARGET's own are: the same include folders, definitions, options and libraries, and then the set's flags.
#
# Sets, worst first: sse2 avx avx2 avx512 on x86 (without SETS: sse2 avx2 avx512), scalar neon on 32-bit ARM, neon on
# 64-bit ARM, scalar elsewhere.
#
# Code of all sets has the same names, the standard library's templates included, and a linker keeps one of each.
# So each set is linked by itself first, and all its names but the entries made local: only then can code for AVX-512
# never be what a program runs for SSE2. This wants GNU ld and objcopy, and ELF files.
function(fusenet_add_variants target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;SETS")
    if(NOT TARGET ${target})
        message(FATAL_ERROR "fusenet_add_variants: ${target} is no target")
    endif()
    if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "fusenet_add_variants(TARGET SOURCES FILE... [SETS SET...]): cannot read ${ARGN}")
    endif()
    if(NOT FUSENET_LD) # the compiler's own, also where it compiles for another processor and where another linker is usual
        execute_process(
            COMMAND ${CMAKE_CXX_COMPILER} -print-prog-name=ld.bfd OUTPUT_VARIABLE program OUTPUT_STRIP_TRAILING_WHITESPACE)
        find_program(FUSENET_LD NAMES "${program}" REQUIRED DOC "GNU ld, for fusenet_add_variants")
    endif()
    if(NOT CMAKE_OBJCOPY)
        message(FATAL_ERROR "fusenet_add_variants: no objcopy; set CMAKE_OBJCOPY")
    endif()

    set(known_x86_64 sse2 avx avx2 avx512)
    set(known_aarch64 neon)
    set(known_arm scalar neon)
    set(known_other scalar)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64|i.86)$")
        set(family x86_64)
        set(usual sse2 avx2 avx512)
    elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
        set(family aarch64)
        set(usual neon)
    elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^arm")
        set(family arm)
        set(usual scalar neon)
    else()
        set(family other)
        set(usual scalar)
    endif()
    if(NOT arg_SETS)
        set(arg_SETS ${usual})
    endif()

    set(flags_x86_64_sse2 -march=x86-64)
    set(flags_x86_64_avx -march=x86-64 -mavx)
    set(flags_x86_64_avx2 -march=x86-64 -mavx2 -mfma -mf16c)
    set(flags_x86_64_avx512 ${flags_x86_64_avx2} -mavx512f -mavx512cd -mavx512bw -mavx512dq -mavx512vl)
    set(flags_arm_scalar -march=armv7-a+fp -mfpu=vfpv3-d16)
    set(flags_arm_neon -march=armv7-a+fp -mfpu=neon-vfpv4)
    foreach(set IN LISTS arg_SETS)
        if(NOT set IN_LIST known_${family})
            list(JOIN known_${family} ", " known)
            message(FATAL_ERROR "fusenet_add_variants: no instruction set ${set} here; there are: ${known}")
        endif()
        set(objects ${target}_${set})
        add_library(${objects} OBJECT ${arg_SOURCES})
        foreach(property IN ITEMS INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS COMPILE_FEATURES LINK_LIBRARIES)
            set_target_properties(${objects} PROPERTIES ${property} "$<TARGET_PROPERTY:${target},${property}>")
        endforeach()
        foreach(property IN ITEMS CXX_STANDARD CXX_STANDARD_REQUIRED CXX_EXTENSIONS)
            get_target_property(value ${target} ${property})
            if(NOT value STREQUAL "value-NOTFOUND")
                set_target_properties(${objects} PROPERTIES ${property} "${value}")
            endif()
        endforeach()
        set_target_properties(
            ${objects} PROPERTIES POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF EXCLUDE_FROM_ALL ON)
        target_compile_options(${objects} PRIVATE -fno-lto $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique> ${flags_${family}_${set}})
        set(hidden "${CMAKE_CURRENT_BINARY_DIR}/${target}.dir/$<CONFIG>/${target}_${set}.o")
        add_custom_command(
            OUTPUT "${hidden}"
            COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.dir/$<CONFIG>"
            COMMAND "${FUSENET_LD}" -r --force-group-allocation -o "${hidden}" "$<TARGET_OBJECTS:${objects}>"
            COMMAND "${CMAKE_OBJCOPY}" --wildcard "--keep-global-symbol=_ZN7fusenet10variant_of*5entryE" "${hidden}"
            DEPENDS "$<TARGET_OBJECTS:${objects}>" ${objects}
            COMMAND_EXPAND_LISTS VERBATIM
            COMMENT "Hiding what the variants of ${target} share, for ${set}")
        set_source_files_properties("${hidden}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
        target_sources(${target} PRIVATE "${hidden}")
    endforeach()
endfunction()
