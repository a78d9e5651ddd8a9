// library::eigen: include this, which needs Eigen, and contractions that stand alone become its matrix products.
#pragma once

#include <fusenet/backends/eigen/run.hpp>
#include <fusenet/compile.hpp>

namespace fusenet {

template <class Plan>
class outside_work<Plan, library::eigen> {
public:
    outside_work(float* /*weights*/, int /*threads*/) {}

    void threads(int) {}
    void at_home_in(const float*) {}
    long long scratch_floats() const { return 0; }
    status load(cpu::packer<Plan>& given) { return given.pack(); }
    int size() const {
        int stages = 0;
        for (int s = 0; s < Plan::stage_count; ++s) stages += Plan::owners.of[s] == library::eigen;
        return stages;
    }
    eigen::contractor contractor() const { return {}; }
};

}  // namespace fusenet
