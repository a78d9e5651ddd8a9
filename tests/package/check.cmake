# Builds and runs one consumer project in a temporary folder, where nothing of the tree is in reach by accident.
#   cmake -D way=find_package -D source=... -D build=... -D compiler=... -D generator=... -D prefix=... -P check.cmake
if(DEFINED ENV{TMPDIR})
    set(work "$ENV{TMPDIR}")
else()
    set(work /tmp)
endif()
string(RANDOM LENGTH 10 suffix)
string(APPEND work "/fusenet-${way}-${suffix}")

function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(NOT status EQUAL 0)
        file(REMOVE_RECURSE "${work}")
        list(JOIN ARGV " " command)
        message(FATAL_ERROR "${command}\n${said}")
    endif()
endfunction()

file(GLOB programs "${source}/tests/package/*.cpp" "${source}/tests/package/*.hpp")
file(COPY ${programs} "${source}/tests/package/${way}" DESTINATION "${work}")

set(settings "")
if(way STREQUAL "find_package")
    run("${CMAKE_COMMAND}" --install "${build}" --prefix "${work}/prefix")
    list(PREPEND prefix "${work}/prefix")
    run("${work}/prefix/bin/fusenet-pack" --compiler "${compiler}" --include fusenet/networks/lenet5.hpp
        --network fusenet::networks::lenet5 --random 1 --header "${work}/weights.hpp")
    run("${work}/prefix/bin/fusenet-size" --compiler "${compiler}" --flags -O1 --host-compiler "${compiler}"
        --include fusenet/networks/lenet5.hpp --network fusenet::networks::lenet5)
elseif(way STREQUAL "add_subdirectory")
    set(settings "-DFUSENET_SOURCE=${source}")
else()
    run("${CMAKE_COMMAND}" -E chdir "${source}"
        "${CMAKE_COMMAND}" -E tar czf "${work}/fusenet.tar.gz" CMakeLists.txt cmake include)
    set(settings "-DFUSENET_ARCHIVE=${work}/fusenet.tar.gz")
endif()

list(JOIN prefix ":" prefix)
set(ENV{CMAKE_PREFIX_PATH} "${prefix}")
run("${CMAKE_COMMAND}" -S "${work}/${way}" -B "${work}/build" -G "${generator}" -DCMAKE_BUILD_TYPE=Debug
    "-DCMAKE_CXX_COMPILER=${compiler}" ${settings})
run("${CMAKE_COMMAND}" --build "${work}/build")
run("${CMAKE_CTEST_COMMAND}" --test-dir "${work}/build" --no-tests=error --output-on-failure)
file(REMOVE_RECURSE "${work}")
