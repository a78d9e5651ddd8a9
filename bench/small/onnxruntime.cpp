// ONNX Runtime's side of the comparison, by its C interface: one thread, all graph optimisations, tensors that were
// made before. What a model remembers is bound to two places by turns.
#include <dlfcn.h>
#include <onnxruntime_c_api.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "engine.hpp"

namespace {

using nlohmann::json;

class session final : public small::running {
public:
    explicit session(const json& task)
        : api_(open(task.at("library"))), extent_(task.at("input")), context_(task.at("context")) {
        check(api_->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "small", &env_));
        check(api_->CreateSessionOptions(&options_));
        check(api_->SetIntraOpNumThreads(options_, 1));
        check(api_->SetInterOpNumThreads(options_, 1));
        check(api_->SetSessionGraphOptimizationLevel(options_, ORT_ENABLE_ALL));
        check(api_->CreateSession(env_, task.at("onnx").get<std::string>().c_str(), options_, &session_));
        check(api_->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory_));
        bind(task);
    }
    ~session() override {
        for (const turn& t : turns_)
            for (const auto* some : {&t.in, &t.out})
                for (OrtValue* v : *some) api_->ReleaseValue(v);
        api_->ReleaseMemoryInfo(memory_);
        api_->ReleaseSession(session_);
        api_->ReleaseSessionOptions(options_);
        api_->ReleaseEnv(env_);
    }

    void run(const float* in, float* out, long long pieces) override {
        const std::size_t fresh = input_.size() - context_;
        for (; pieces > 0; --pieces, in += fresh, out += answer_.size()) {
            std::copy_n(input_.end() - static_cast<std::ptrdiff_t>(context_), context_, input_.begin());
            std::copy_n(in, fresh, input_.begin() + static_cast<std::ptrdiff_t>(context_));
            turn& t = turns_[turn_];
            check(api_->Run(session_, nullptr, names_in_.data(), t.in.data(), t.in.size(), names_out_.data(),
                            t.out.size(), t.out.data()));
            turn_ ^= 1;
            std::ranges::copy(answer_, out);
        }
    }
    void reset() override {
        std::ranges::fill(input_, 0.f);
        for (auto& s : states_) std::ranges::fill(s, 0.f);
    }

private:
    struct turn {
        std::vector<OrtValue*> in, out;
    };

    const OrtApi* api_;
    std::vector<std::int64_t> extent_;
    std::size_t context_;  // so many values of the input are the last of the one before
    OrtEnv* env_ = nullptr;
    OrtSessionOptions* options_ = nullptr;
    OrtSession* session_ = nullptr;
    OrtMemoryInfo* memory_ = nullptr;
    std::vector<std::string> texts_;
    std::vector<const char*> names_in_, names_out_;
    std::vector<float> input_, answer_;
    std::vector<std::vector<float>> states_;  // two of each
    std::int64_t rate_ = 16000;
    std::array<turn, 2> turns_;
    unsigned turn_ = 0;

    static const OrtApi* open(const std::string& library) {
        void* const lib = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!lib) throw std::runtime_error(dlerror());
        const auto base = reinterpret_cast<const OrtApiBase* (*)()>(dlsym(lib, "OrtGetApiBase"));
        if (!base) throw std::runtime_error(library + ": has no OrtGetApiBase");
        return base()->GetApi(ORT_API_VERSION);
    }
    void check(OrtStatus* status) const {
        if (!status) return;
        const std::string why = api_->GetErrorMessage(status);
        api_->ReleaseStatus(status);
        throw std::runtime_error(why);
    }

    template <class T>
    OrtValue* tensor(T* at, std::size_t count, const std::vector<std::int64_t>& extent,
                     ONNXTensorElementDataType type) {
        OrtValue* made = nullptr;
        check(api_->CreateTensorWithDataAsOrtValue(memory_, at, count * sizeof(T), extent.data(), extent.size(), type,
                                                   &made));
        return made;
    }
    OrtValue* floats(std::vector<float>& at, const std::vector<std::int64_t>& extent) {
        return tensor(at.data(), at.size(), extent, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT);
    }
    static std::size_t count(const std::vector<std::int64_t>& extent) {
        std::size_t n = 1;
        for (const std::int64_t e : extent) n *= static_cast<std::size_t>(e);
        return n;
    }

    void bind(const json& task) {
        const std::vector<std::string> names = task.at("inputs"), outputs = task.at("outputs");
        const std::vector<std::int64_t> state = task.at("state"), answer = task.at("answer");
        texts_ = names;
        texts_.insert(texts_.end(), outputs.begin(), outputs.end());
        for (std::size_t k = 0; k < texts_.size(); ++k)
            (k < names.size() ? names_in_ : names_out_).push_back(texts_[k].c_str());
        input_.resize(count(extent_));
        answer_.resize(count(answer));
        states_.assign(2 * (outputs.size() - 1), std::vector<float>(state.empty() ? 0 : count(state)));
        for (unsigned k = 0; k < 2; ++k) {
            turn& t = turns_[k];
            t.in.push_back(floats(input_, extent_));
            t.out.push_back(floats(answer_, answer));
            for (std::size_t s = 0; s + 1 < outputs.size(); ++s) {
                t.in.push_back(floats(states_[2 * s + k], state));
                t.out.push_back(floats(states_[2 * s + 1 - k], state));
            }
            if (names.size() > t.in.size())  // the last one is a signal's rate
                t.in.push_back(tensor(&rate_, 1, {}, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64));
        }
    }
};

}  // namespace

std::unique_ptr<small::running> small::make(const std::string& task) {
    return std::make_unique<session>(json::parse(task));
}
