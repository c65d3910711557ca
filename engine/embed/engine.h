// Engine: the facade: knowledge, the pack of a trial and, beside it, a pack of safety rules, loaded
// and checked, ready to evaluate patients.
//
// The whole way of one evaluation can be read in Engine::evaluate; everything else is thin over it.
// Thread-safety: an Engine is immutable after open() and may be shared; evaluate() may be called
// from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/stop.h"
#include "engine/decision/benefit_risk/weighing.h"
#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/facts/knowledge.h"
#include "engine/language/check.h"
#include "engine/screening/deciding.h"

namespace regimen::io {
struct FhirMap;
struct FhirPatient;
}  // namespace regimen::io

namespace regimen::embed {

std::string_view engine_version();

// Where rules/ and knowledge/ stand: beside an installed program, or in the source tree of one that
// was built there. Empty where neither is.
std::filesystem::path find_data();

// Where what was compiled may be kept for the next start: a folder of this version's own in
// $XDG_CACHE_HOME/regimen, or in ~/.cache/regimen. Empty where neither is known.
std::filesystem::path find_cache();

struct Evaluation {
  core::Sources sources;  // what the diagnostics point into
  // Nothing where the profile was rejected, or the evaluation stopped.
  std::optional<decision::Decision> decision;
  core::Diagnostics structure;  // why it was rejected
  core::Diagnostics values;     // values that were set aside
  core::StopReason stopped = core::StopReason::none;
};

struct EvaluateOptions {
  std::optional<facts::Day> as_of;
  std::string jurisdiction;  // over that of the profile
  bool assumptions = true;
  bool strict = false;  // a bad value rejects the profile
  std::vector<std::string> groups;
  // How benefits and harms are weighed; nothing: the first set of weights of the pack.
  std::optional<language::WeightSet> weights;
  // Asked between the steps of an evaluation, and between the patients of a bundle.
  core::Stop stop;
};

// Weights that somebody gives in place of those of the pack.
struct WeightsReading {
  core::Sources sources;                       // what the diagnostics point into
  std::optional<language::WeightSet> weights;  // nothing where they are not acceptable
  core::Diagnostics diagnostics;
};

class Engine;

struct Opening {
  std::unique_ptr<Engine> engine;  // nothing where pack or knowledge are not acceptable
  std::shared_ptr<core::Sources> sources;
  core::Diagnostics diagnostics;  // errors, or the warnings of a pack that was opened
  std::string note;  // trouble that was got over, such as a cache that cannot be written
};

class Engine {
 public:
  // All are folders; `safety` may be empty: then nothing is said of regimens. So may `cache`: then
  // nothing is kept.
  static Opening open(const std::filesystem::path& knowledge, const std::filesystem::path& pack,
                      const std::filesystem::path& safety = {},
                      const std::filesystem::path& cache = {});

  // A profile, or a FHIR resource of one patient; of several, the first. `name` is what diagnostics
  // call the text.
  [[nodiscard]] Evaluation evaluate(std::string_view name, std::string text,
                                    const EvaluateOptions& options) const;

  // The same of every patient in the text, of whom a FHIR bundle may hold several; at least one
  // evaluation. The text that the places of all of them lead to stands in the first.
  [[nodiscard]] std::vector<Evaluation> evaluate_all(std::string_view name, std::string text,
                                                     const EvaluateOptions& options) const;

  // What evaluate() decides of a record that has been read, and, unless it is asked for, without
  // what is the same for every patient of a list: effects, other harms, and plans. Never stopped.
  [[nodiscard]] decision::Decision decide(const facts::Record& record,
                                          const EvaluateOptions& options,
                                          bool in_full = true) const;

  // How the rows of a list are decided: as decide() would, one by one. The engine must outlive it.
  [[nodiscard]] screening::Deciding deciding(const EvaluateOptions& options) const;

  // A set of weights in YAML: `{criterion: 1, other: [0.5, 2]}`, alone or at the key `weights`.
  // REQUIRES: the pack has a value model. `name` is what diagnostics call the text.
  [[nodiscard]] WeightsReading read_weights(std::string_view name, std::string text) const;

  [[nodiscard]] const facts::Knowledge& knowledge() const { return *knowledge_; }
  [[nodiscard]] const evidence::Evidence& evidence() const { return evidence_; }
  [[nodiscard]] const language::CheckedPack& pack() const { return pack_; }
  // Null where the knowledge does not know FHIR.
  [[nodiscard]] const io::FhirMap* fhir() const { return fhir_.get(); }
  // Null where the engine was opened without one.
  [[nodiscard]] const language::CheckedPack* safety() const {
    return safety_ ? &*safety_ : nullptr;
  }

 private:
  Engine(std::shared_ptr<core::Sources> sources, std::unique_ptr<facts::Knowledge> knowledge,
         evidence::Evidence evidence, language::CheckedPack pack,
         std::optional<language::CheckedPack> safety);

  // Nothing where it was stopped.
  [[nodiscard]] std::optional<decision::Decision> decide_unless(const core::Stop& stop,
                                                                const facts::Record& record,
                                                                const EvaluateOptions& options,
                                                                bool in_full) const;
  void evaluate_one(io::FhirPatient patient, const EvaluateOptions& options,
                    Evaluation& evaluation) const;

  std::shared_ptr<core::Sources> sources_;
  std::unique_ptr<facts::Knowledge> knowledge_;
  evidence::Evidence evidence_;
  language::CheckedPack pack_;
  std::optional<language::CheckedPack> safety_;
  std::shared_ptr<const io::FhirMap> fhir_;     // null where the knowledge does not know FHIR
  std::unique_ptr<decision::Weigher> weigher_;  // null where the pack has no value model
  // The same for every patient.
  std::vector<evidence::OutcomeEffect> effects_;
  std::vector<evidence::OtherHarm> harms_;
};

}  // namespace regimen::embed
