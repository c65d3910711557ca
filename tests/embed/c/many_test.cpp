// Many texts at once: in their order, the same for any number of threads, and stopped where it is
// wished.
#include <doctest/doctest.h>
#include <regimen.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/embed/c/calls.h"

namespace regimen::c_tests {

namespace {

// What each text came to: its status, and its decision or its error.
struct Answers {
  regimen_status status = REGIMEN_INTERNAL;
  std::vector<std::string> texts;
  std::vector<regimen_status> statuses;
};

Answers evaluate_many(const std::vector<std::string>& texts, std::uint32_t threads,
                      const regimen_evaluate_options& options = defaults()) {
  std::vector<regimen_text> raw;
  for (const std::string& text : texts) raw.push_back({text.data(), text.size(), nullptr});
  std::vector<regimen_result*> results(texts.size());
  std::vector<regimen_error*> errors(texts.size());
  Answers answers;
  answers.status = regimen_evaluate_many(shared_engine(), raw.data(), raw.size(), &options, threads,
                                         results.data(), errors.data());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK((results[i] == nullptr) != (errors[i] == nullptr));
    const bool done = results[i] != nullptr;
    answers.texts.emplace_back(done ? regimen_result_text(results[i], 0, nullptr)
                                    : regimen_error_text(errors[i]));
    answers.statuses.push_back(done ? regimen_result_status(results[i], 0)
                                    : regimen_error_status(errors[i]));
    regimen_result_free(results[i]);
    regimen_error_free(errors[i]);
  }
  return answers;
}

std::vector<std::string> all_patients() {
  std::vector<std::string> texts;
  for (const auto& file : std::filesystem::directory_iterator(root / "examples/patients"))
    texts.push_back(text_of(file.path()));
  return texts;
}

}  // namespace

TEST_CASE("each text as on its own, for any number of threads") {
  const std::vector<std::string> texts = all_patients();  // the README among them is rejected
  REQUIRE(texts.size() > 10);
  const Answers one = evaluate_many(texts, 1);
  CHECK(one.status == REGIMEN_PARTLY);
  CHECK(std::ranges::count(one.statuses, REGIMEN_REJECTED) == 1);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Call alone = evaluate(texts[i]);
    CHECK(one.texts[i] == (alone.result ? alone.text() : alone.complaint()));
  }
  for (const std::uint32_t threads : {0U, 2U, 7U, 100'000U}) {
    const Answers several = evaluate_many(texts, threads);
    CHECK(several.status == one.status);
    CHECK(several.texts == one.texts);
    CHECK(several.statuses == one.statuses);
  }
}

TEST_CASE("the status of all is OK, PARTLY or REJECTED") {
  CHECK(evaluate_many({plain(), plain()}, 2).status == REGIMEN_OK);
  CHECK(evaluate_many({plain(), "{"}, 2).status == REGIMEN_PARTLY);
  CHECK(evaluate_many({"{", ""}, 2).status == REGIMEN_REJECTED);
  CHECK(evaluate_many({}, 2).status == REGIMEN_OK);
}

TEST_CASE("a wrong call is told in the first place, and nothing is done") {
  regimen_evaluate_options options = defaults();
  options.locale = "tlh";
  const std::string text = plain();
  const std::vector<regimen_text> texts(3, {text.data(), text.size(), nullptr});
  std::vector<regimen_result*> results(3);
  std::vector<regimen_error*> errors(3);
  CHECK(regimen_evaluate_many(shared_engine(), texts.data(), 3, &options, 2, results.data(),
                              errors.data()) == REGIMEN_USAGE);
  CHECK(std::ranges::count(results, nullptr) == 3);
  CHECK(std::string(regimen_error_text(errors[0])).find("locale") != std::string::npos);
  CHECK(errors[1] == nullptr);
  regimen_error_free(errors[0]);
}

TEST_CASE("a text that is null, or whose name is no line, fails alone") {
  const std::string text = plain();
  const std::vector<regimen_text> texts = {
      {nullptr, 7, nullptr}, {text.data(), text.size(), "a\nb"}, {text.data(), text.size(), "c"}};
  std::vector<regimen_result*> results(3);
  std::vector<regimen_error*> errors(3);
  CHECK(regimen_evaluate_many(shared_engine(), texts.data(), 3, nullptr, 2, results.data(),
                              errors.data()) == REGIMEN_PARTLY);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(regimen_error_status(errors[i]) == REGIMEN_USAGE);
    regimen_error_free(errors[i]);
  }
  REQUIRE(results[2] != nullptr);
  regimen_result_free(results[2]);
}

TEST_CASE("errors need not be wanted") {
  const std::string text = "{";
  const regimen_text one = {text.data(), text.size(), nullptr};
  regimen_result* result = nullptr;
  CHECK(regimen_evaluate_many(shared_engine(), &one, 1, nullptr, 1, &result, nullptr) ==
        REGIMEN_REJECTED);
  CHECK(result == nullptr);
}

TEST_CASE("stopped: what is done is kept, the others say why not") {
  const std::vector<std::string> texts(5000, plain());
  regimen_evaluate_options options = defaults();
  options.budget_us = 100'000;
  const Answers late = evaluate_many(texts, 2, options);
  CHECK(late.status == REGIMEN_TIMEOUT);
  CHECK(late.statuses.front() == REGIMEN_OK);
  CHECK(late.statuses.back() == REGIMEN_TIMEOUT);
  const auto kept = std::ranges::count(late.statuses, REGIMEN_OK);
  CHECK(kept + std::ranges::count(late.statuses, REGIMEN_TIMEOUT) == 5000);

  options.budget_us = 0;
  const Owned<regimen_cancel> cancel(regimen_cancel_new());
  options.cancel = cancel.get();
  const std::jthread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    regimen_cancel_request(cancel.get());
  });
  const Answers cancelled = evaluate_many(texts, 2, options);
  CHECK(cancelled.status == REGIMEN_CANCELLED);
  CHECK(cancelled.statuses.front() == REGIMEN_OK);
  CHECK(cancelled.statuses.back() == REGIMEN_CANCELLED);
}

}  // namespace regimen::c_tests
