// Entry: evaluate_text. Test: tests/embed/c/library_test.cpp.
#include "engine/embed/c/evaluate_text.h"

#include <algorithm>
#include <utility>

#include "engine/core/yaml.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/json_report.h"
#include "engine/io/profile.h"

namespace regimen::embed::c {

namespace {

class Answering {
 public:
  Answering(const Engine& engine, const Asked& asked, const std::vector<Evaluation>& all,
            std::string_view text)
      : engine_(engine), asked_(asked), all_(all) {
    read_again(text);
  }

  [[nodiscard]] PatientResult patient(const Evaluation& evaluation) const {
    PatientResult result;
    if (!evaluation.decision) {
      result.status = REGIMEN_REJECTED;
    } else {
      result.text = asked_.json ? json(evaluation) : page(evaluation);
      result.status = evaluation.values.empty() ? REGIMEN_OK : REGIMEN_PARTLY;
    }
    core::Diagnostics diagnostics = evaluation.structure;
    diagnostics.append(evaluation.values);
    if (result.status != REGIMEN_OK) result.error = error(result.status, diagnostics);
    return result;
  }

  // Why none was decided.
  [[nodiscard]] ErrorHandle rejected() const {
    core::Diagnostics diagnostics;
    for (const Evaluation& evaluation : all_) {
      diagnostics.append(evaluation.structure);
      diagnostics.append(evaluation.values);
    }
    return error(REGIMEN_REJECTED, diagnostics);
  }

 private:
  // Places become JSON pointers by the tree, which the engine does not keep. Rarely needed.
  void read_again(std::string_view text) {
    const bool told = std::ranges::any_of(all_, [](const Evaluation& evaluation) {
      return !evaluation.structure.empty() || !evaluation.values.empty();
    });
    if (!told || text.size() > io::profile_limits.bytes) return;
    const core::Source& source =
        sources_.add(asked_.name, std::string(text), core::Privacy::patient);
    core::Diagnostics known;
    root_ = core::read_document(source, io::fhir_limits, known);
  }

  [[nodiscard]] ErrorHandle error(regimen_status status,
                                  const core::Diagnostics& diagnostics) const {
    return told(status, diagnostics, asked_.show_values, root_ ? &*root_ : nullptr);
  }

  [[nodiscard]] std::string json(const Evaluation& evaluation) const {
    return io::json_report(*evaluation.decision, evaluation.values, engine_version(),
                           asked_.style.locale);
  }

  [[nodiscard]] std::string page(const Evaluation& evaluation) const {
    return io::text_report(*evaluation.decision, engine_.pack(), asked_.style, engine_.safety(),
                           &engine_.evidence());
  }

  const Engine& engine_;
  const Asked& asked_;
  const std::vector<Evaluation>& all_;
  core::Sources sources_;
  std::optional<core::Node> root_;
};

}  // namespace

Outcome evaluate_text(const Engine& engine, const Asked& asked, const std::string& name,
                      const char* given, std::size_t length,
                      std::unique_ptr<regimen_result>& result) {
  if (given == nullptr && length > 0)
    return complaint(REGIMEN_USAGE, "`text` is null, and `length` is not 0");
  if (const auto reason = asked.how.stop.reason(); reason != core::StopReason::none)
    return stopped(reason);
  const std::string_view text(given == nullptr ? "" : given, length);
  // Before it is copied: who gives the length wrong may give any.
  if (length > io::fhir_limits.bytes) {
    return complaint(REGIMEN_REJECTED,
                     "longer than " + std::to_string(io::fhir_limits.bytes) + " bytes");
  }
  const std::vector<Evaluation> all = engine.evaluate_all(name, std::string(text), asked.how);
  for (const Evaluation& evaluation : all) {
    if (evaluation.stopped != core::StopReason::none) return stopped(evaluation.stopped);
  }
  const Answering answering(engine, asked, all, text);
  if (std::ranges::none_of(all, [](const Evaluation& one) { return one.decision.has_value(); }))
    return answering.rejected();
  auto made = std::make_unique<regimen_result>();
  regimen_status status = REGIMEN_OK;
  for (const Evaluation& evaluation : all) {
    if (const auto reason = asked.how.stop.reason(); reason != core::StopReason::none)
      return stopped(reason);
    made->patients.push_back(answering.patient(evaluation));
    if (made->patients.back().status != REGIMEN_OK) status = REGIMEN_PARTLY;
  }
  result = std::move(made);
  return status;
}

}  // namespace regimen::embed::c
