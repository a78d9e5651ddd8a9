# Installs the headers, the package that find_package(fusenet) reads, and the tools for devices, which find ../include.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/fusenet")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(PROGRAMS "${PROJECT_SOURCE_DIR}/tools/fusenet-pack" "${PROJECT_SOURCE_DIR}/tools/fusenet-size"
        DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS ${fusenet_targets} EXPORT fusenet_export INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT fusenet_export NAMESPACE fusenet:: FILE fusenet-targets.cmake DESTINATION "${package_dir}")

configure_package_config_file(
    "${CMAKE_CURRENT_LIST_DIR}/fusenet-config.cmake.in" "${PROJECT_BINARY_DIR}/fusenet-config.cmake"
    INSTALL_DESTINATION "${package_dir}"
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/fusenet-config-version.cmake"
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)
install(
    FILES "${PROJECT_BINARY_DIR}/fusenet-config.cmake" "${PROJECT_BINARY_DIR}/fusenet-config-version.cmake"
          "${CMAKE_CURRENT_LIST_DIR}/variants.cmake"
    DESTINATION "${package_dir}")
