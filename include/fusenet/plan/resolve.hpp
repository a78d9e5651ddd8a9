// resolve: every tensor of a stage list to the root of its memory, and who writes and reads that.
#pragma once

#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

template <int C>
constexpr void resolve(stage_list<C>& list) {
    short root_of[C]{};
    int channel_of[C]{};
    for (int s = 0; s < list.stage_count; ++s)
        for (int at = list.stages[s].out;; at = list.tensors[at].storage) {
            tensor& written = list.tensors[at];
            if (written.first_write > s) written.first_write = static_cast<short>(s);
            written.last_write = static_cast<short>(s);
            if (written.storage == at) break;
        }
    for (int t = 0; t < list.tensor_count; ++t) {
        int at = t;
        for (; list.tensors[at].storage != at; at = list.tensors[at].storage) {
            channel_of[t] += list.tensors[at].channel;
            if (list.tensors[at].slice) list.tensors[t].slice = true;
        }
        root_of[t] = static_cast<short>(at);
    }
    for (int t = 0; t < list.tensor_count; ++t) {
        tensor& x = list.tensors[t];
        x.storage = root_of[t], x.channel = channel_of[t];
        if (x.reshaped) {
            x.first_write = list.tensors[x.storage].first_write;
            x.last_write = list.tensors[x.storage].last_write;
        }
    }
    for (int s = 0; s < list.stage_count; ++s) {
        const stage& st = list.stages[s];
        list.tensors[root_of[st.in]].last_read = static_cast<short>(s);
        for (int k = st.first_step; k < st.first_step + st.steps; ++k)
            if (list.steps[k].other >= 0) list.tensors[root_of[list.steps[k].other]].last_read = static_cast<short>(s);
    }
    for (int t = 0; t < list.tensor_count; ++t)
        if (list.tensors[t].output >= 0) list.tensors[t].last_read = 32767;
}

}  // namespace fusenet::plan
