// Entry: regimen_evaluate_many. Test: tests/embed/c/library_test.cpp.
#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "engine/embed/c/evaluate_text.h"

namespace regimen::embed::c {

namespace {

constexpr std::uint32_t most_threads = 256;

class Many {
 public:
  Many(const Engine& engine, const Asked& asked, const regimen_text* texts, std::size_t count,
       regimen_result** results, regimen_error** errors)
      : engine_(engine),
        asked_(asked),
        texts_(texts),
        results_(results),
        errors_(errors),
        statuses_(count, REGIMEN_OK) {}

  void run(std::uint32_t threads) {
    std::vector<std::jthread> others;
    // Fewer threads do the same work.
    try {
      for (std::uint32_t i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
    }
    work();
  }

  // REQUIRES: run() is over
  [[nodiscard]] regimen_status status() const {
    const auto any = [this](regimen_status one) {
      return std::ranges::find(statuses_, one) != statuses_.end();
    };
    for (const regimen_status grave : {REGIMEN_CANCELLED, REGIMEN_TIMEOUT, REGIMEN_INTERNAL,
                                       REGIMEN_OUT_OF_MEMORY, REGIMEN_IO}) {
      if (any(grave)) return grave;
    }
    const auto done = [](regimen_status one) { return one >= 0; };
    if (!statuses_.empty() && std::ranges::none_of(statuses_, done)) return REGIMEN_REJECTED;
    const auto well = [](regimen_status one) { return one == REGIMEN_OK; };
    return std::ranges::all_of(statuses_, well) ? REGIMEN_OK : REGIMEN_PARTLY;
  }

 private:
  void work() noexcept {
    for (std::size_t i = next_++; i < statuses_.size(); i = next_++) {
      regimen_error** error = errors_ == nullptr ? nullptr : &errors_[i];
      statuses_[i] = answer(error, [this, i] { return one(i); });
    }
  }

  Outcome one(std::size_t i) {
    const regimen_text& text = texts_[i];
    const std::string name = text.name == nullptr ? asked_.name : text.name;
    if (!is_name(name)) return complaint(REGIMEN_USAGE, "`name` is no line of UTF-8");
    std::unique_ptr<regimen_result> result;
    Outcome outcome = evaluate_text(engine_, asked_, name, text.text, text.length, result);
    results_[i] = result.release();
    return outcome;
  }

  const Engine& engine_;
  const Asked& asked_;
  const regimen_text* texts_;
  regimen_result** results_;
  regimen_error** errors_;
  std::vector<regimen_status> statuses_;
  std::atomic<std::size_t> next_ = 0;
};

std::uint32_t workers(std::uint32_t asked, std::size_t count) {
  const std::uint32_t wanted =
      asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<std::uint32_t>(
      std::min<std::size_t>({wanted, most_threads, std::max<std::size_t>(count, 1)}));
}

Outcome evaluate_many(const regimen_engine* engine, const regimen_text* texts, std::size_t count,
                      const regimen_evaluate_options* options, std::uint32_t threads,
                      regimen_result** results, regimen_error** errors) {
  if (count > 0 && (texts == nullptr || results == nullptr))
    return complaint(REGIMEN_USAGE, "`texts` or `results` is null, and `count` is not 0");
  std::fill_n(results, count, nullptr);
  if (errors != nullptr) std::fill_n(errors, count, nullptr);
  if (engine == nullptr) return complaint(REGIMEN_USAGE, "`engine` is null");
  const auto opening = engine->take();
  Asking asking = read_options(options, *opening->engine);
  if (asking.error) return std::move(asking.error);
  Many many(*opening->engine, asking.asked, texts, count, results, errors);
  many.run(workers(threads, count));
  return many.status();
}

}  // namespace

}  // namespace regimen::embed::c

namespace c = regimen::embed::c;

regimen_status regimen_evaluate_many(const regimen_engine* engine, const regimen_text* texts,
                                     size_t count, const regimen_evaluate_options* options,
                                     uint32_t threads, regimen_result** results,
                                     regimen_error** errors) noexcept {
  regimen_error* error = nullptr;
  const regimen_status status = c::answer(&error, [&] {
    return c::evaluate_many(engine, texts, count, options, threads, results, errors);
  });
  // Of the call as a whole: then nothing was done, and there is none of a text in its place.
  if (error != nullptr && errors != nullptr && count > 0 && texts != nullptr && results != nullptr)
    std::swap(errors[0], error);
  regimen_error_free(error);
  return status;
}
