// Entry: Engine::open, Engine::evaluate. Test: tests/embed/engine_test.cpp.
#include "engine/embed/engine.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/core/tree_cache.h"
#include "engine/core/yaml.h"
#include "engine/decision/applicability.h"
#include "engine/decision/benefit_risk/ranking.h"
#include "engine/decision/decide.h"
#include "engine/decision/effects.h"
#include "engine/decision/plan.h"
#include "engine/decision/safety.h"
#include "engine/embed/build_config.h"
#include "engine/evidence/store.h"
#include "engine/facts/settle.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/profile.h"
#include "engine/language/pack.h"

namespace regimen::embed {

std::string_view engine_version() { return build_config::version; }

std::filesystem::path find_data() {
  std::error_code error;
  const auto holds_data = [&error](const std::filesystem::path& folder) {
    return std::filesystem::is_directory(folder / "knowledge", error) &&
           std::filesystem::is_directory(folder / "rules", error);
  };
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  std::filesystem::path beside =
      (program.parent_path() / build_config::program_to_data).lexically_normal();
  if (!program.empty() && holds_data(beside)) return beside;
  std::string build(build_config::binary_dir);
  build += '/';
  const bool built_here = program.string().rfind(build, 0) == 0;
  if (built_here && holds_data(build_config::source_dir)) return build_config::source_dir;
  if (holds_data(build_config::data_dir)) return build_config::data_dir;
  return {};
}

std::filesystem::path find_cache() {
  const auto from = [](const char* variable) {
    const char* value = std::getenv(variable);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  // What another version kept may not be what this one would make of the same text.
  const std::filesystem::path own = std::filesystem::path("regimen") / engine_version();
  const std::filesystem::path cache = from("XDG_CACHE_HOME");
  if (cache.is_absolute()) return cache / own;
  const std::filesystem::path home = from("HOME");
  return home.is_absolute() ? home / ".cache" / own : std::filesystem::path();
}

Engine::Engine(std::shared_ptr<core::Sources> sources, std::unique_ptr<facts::Knowledge> knowledge,
               evidence::Evidence evidence, language::CheckedPack pack,
               std::optional<language::CheckedPack> safety)
    : sources_(std::move(sources)),
      knowledge_(std::move(knowledge)),
      evidence_(std::move(evidence)),
      pack_(std::move(pack)),
      safety_(std::move(safety)),
      effects_(decision::decide_effects(pack_.pack, evidence_)),
      harms_(decision::decide_harms(pack_.pack, evidence_)) {
  if (pack_.pack.model) weigher_ = std::make_unique<decision::Weigher>(pack_.pack, evidence_);
}

namespace {

std::optional<language::CheckedPack> open_pack(const std::filesystem::path& folder,
                                               const facts::Knowledge& knowledge,
                                               core::Sources& sources,
                                               core::Diagnostics& diagnostics) {
  auto pack = language::load_pack(folder, knowledge, sources, diagnostics);
  if (!pack) return std::nullopt;
  auto checked = language::check(std::move(*pack), knowledge, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return checked;
}

// The trees of an opening end with it.
class KeptTrees {
 public:
  KeptTrees(core::Sources& sources, core::TreeCache* trees) : sources_(sources) {
    sources_.keep_trees(trees);
  }
  KeptTrees(const KeptTrees&) = delete;
  KeptTrees& operator=(const KeptTrees&) = delete;
  ~KeptTrees() { sources_.keep_trees(nullptr); }

 private:
  core::Sources& sources_;
};

}  // namespace

Opening Engine::open(const std::filesystem::path& knowledge_folder,
                     const std::filesystem::path& pack_folder,
                     const std::filesystem::path& safety_folder,
                     const std::filesystem::path& cache_folder) {
  Opening opening;
  opening.sources = std::make_shared<core::Sources>();
  std::optional<core::TreeCache> trees;
  if (!cache_folder.empty()) trees.emplace(cache_folder / "trees");
  const KeptTrees kept(*opening.sources, trees ? &*trees : nullptr);
  auto knowledge = facts::load_knowledge(knowledge_folder, *opening.sources, opening.diagnostics);
  if (knowledge == nullptr) return opening;
  std::shared_ptr<const io::FhirMap> fhir;
  if (knowledge->fhir) {
    auto map = io::read_fhir_map(*knowledge->fhir, *knowledge, opening.diagnostics);
    if (!map) return opening;
    fhir = std::make_shared<const io::FhirMap>(std::move(*map));
  }
  auto store = evidence::open_store(knowledge_folder, cache_folder, *knowledge, *opening.sources,
                                    opening.diagnostics);
  opening.note = store.note;
  if (!store.database) return opening;
  evidence::Evidence evidence = evidence::read_store(*store.database);
  auto pack = open_pack(pack_folder, *knowledge, *opening.sources, opening.diagnostics);
  if (!pack) return opening;
  decision::check_effects(pack->pack, evidence, opening.diagnostics);
  decision::check_harms(pack->pack, evidence, opening.diagnostics);
  decision::check_model(pack->pack, evidence, opening.diagnostics);
  if (opening.diagnostics.has_errors()) return opening;
  std::optional<language::CheckedPack> safety;
  if (!safety_folder.empty()) {
    safety = open_pack(safety_folder, *knowledge, *opening.sources, opening.diagnostics);
    if (!safety) return opening;
  }
  if (trees) {
    const auto failure = trees->save();
    if (failure && opening.note.empty())
      opening.note = "nothing can be kept in " + cache_folder.string() + ": " + failure->message;
  }
  // The constructor is private.
  opening.engine.reset(new Engine(opening.sources, std::move(knowledge), std::move(evidence),
                                  std::move(*pack), std::move(safety)));
  opening.engine->fhir_ = std::move(fhir);
  return opening;
}

Evaluation Engine::evaluate(std::string_view name, std::string text,
                            const EvaluateOptions& options) const {
  return std::move(evaluate_all(name, std::move(text), options).front());
}

std::vector<Evaluation> Engine::evaluate_all(std::string_view name, std::string text,
                                             const EvaluateOptions& options) const {
  core::Sources sources;
  const core::Source& source =
      sources.add(std::string(name), std::move(text), core::Privacy::patient);
  io::FhirReading reading;
  std::optional<core::Node> root;
  if (fhir_ && io::may_be_fhir(source.text()))
    root = core::read_json(source, io::fhir_limits, reading.structure);
  const core::StopReason stopped = options.stop.reason();
  if (stopped != core::StopReason::none) {
    reading.structure = {};  // what was found so far is not all
  } else if (root && io::is_fhir(*root)) {
    reading = io::read_fhir(*root, *fhir_, *knowledge_, options.as_of);
  } else if (reading.structure.empty()) {
    reading.patients.push_back({"", io::read_profile(source, *knowledge_, options.as_of), {}});
  }
  std::vector<Evaluation> all(std::max<std::size_t>(reading.patients.size(), 1));
  all.front().sources = std::move(sources);
  all.front().structure = std::move(reading.structure);
  all.front().stopped = stopped;
  for (std::size_t i = 0; i < reading.patients.size(); ++i)
    evaluate_one(std::move(reading.patients[i]), options, all[i]);
  return all;
}

void Engine::evaluate_one(io::FhirPatient patient, const EvaluateOptions& options,
                          Evaluation& evaluation) const {
  evaluation.structure = std::move(patient.profile.structure);
  evaluation.values = std::move(patient.profile.values);
  const bool refused = options.strict && evaluation.values.has_errors();
  if (!patient.profile.record || refused) return;
  evaluation.decision = decide_unless(options.stop, *patient.profile.record, options, true);
  if (!evaluation.decision) {
    evaluation.stopped = options.stop.reason();
    return;
  }
  auto& ignored = evaluation.decision->ignored;
  ignored.insert(ignored.end(), patient.ignored.begin(), patient.ignored.end());
}

decision::Decision Engine::decide(const facts::Record& record, const EvaluateOptions& options,
                                  bool in_full) const {
  return std::move(*decide_unless({}, record, options, in_full));
}

std::optional<decision::Decision> Engine::decide_unless(const core::Stop& stop,
                                                        const facts::Record& record,
                                                        const EvaluateOptions& options,
                                                        bool in_full) const {
  const auto stopped = [&stop] { return stop.reason() != core::StopReason::none; };
  if (stopped()) return std::nullopt;
  const auto settle = [&](const language::CheckedPack& pack) {
    return facts::settle(record, knowledge_->vocabulary, knowledge_->terminology, pack.pack.stale);
  };
  const decision::Options how{
      options.jurisdiction.empty() ? record.jurisdiction : options.jurisdiction,
      options.assumptions, options.groups};
  const facts::Settled of_trial = settle(pack_);
  decision::Decision decision = decision::decide(pack_, of_trial, how);
  if (stopped()) return std::nullopt;
  decision.study = pack_.pack.evidence.study;
  decision::decide_applicability(pack_, of_trial, evidence_.study(pack_.pack.evidence.study),
                                 decision);
  if (in_full) {
    decision.effects = effects_;
    decision.harm_horizon = pack_.pack.other_harms.horizon;
    decision.other_harms = harms_;
  }
  if (stopped()) return std::nullopt;
  if (safety_) {
    const language::Pack& pack = safety_->pack;
    decision.safety_pack = decision::PackName{pack.id, pack.version, pack.digest};
    const facts::Settled patient = settle(*safety_);
    decision.regimens = decision::decide_safety(*safety_, patient, how);
    if (stopped()) return std::nullopt;
    if (in_full) {
      decision.plans =
          decision::decide_plan({{&pack_, &of_trial}, {&*safety_, &patient}}, decision);
    }
  }
  if (stopped()) return std::nullopt;
  if (weigher_) {
    const language::WeightSet& weights =
        options.weights ? *options.weights : pack_.pack.model->presets.front();
    decision.benefit_risk =
        decision::decide_benefit_risk(*weigher_, pack_.pack, evidence_, weights, decision);
  }
  return decision;
}

screening::Deciding Engine::deciding(const EvaluateOptions& options) const {
  std::vector<std::string> comparisons;
  if (const evidence::Study* study = evidence_.study(pack_.pack.evidence.study)) {
    for (const evidence::Comparison& one : study->comparisons) comparisons.push_back(one.id);
  }
  screening::Deciding deciding;
  deciding.decide = [this, options](const facts::Record& record) {
    return decide(record, options, false);
  };
  deciding.as_of = options.as_of;
  deciding.strict = options.strict;
  decision::Options how{options.jurisdiction, options.assumptions, options.groups};
  if (screening::can_be_columnar(pack_.pack, how))
    deciding.columnar.emplace(pack_, safety(), std::move(comparisons), std::move(how));
  return deciding;
}

WeightsReading Engine::read_weights(std::string_view name, std::string text) const {
  WeightsReading reading;
  const core::Source& source =
      reading.sources.add(std::string(name), std::move(text), core::Privacy::open);
  const auto root = core::read_yaml(source, core::TextLimits{}, reading.diagnostics);
  if (!root) return reading;
  const core::Node* inner = root->is_mapping() ? root->find("weights") : nullptr;
  if (inner != nullptr) core::Mapping(*root, {"weights"}, "file of weights", reading.diagnostics);
  language::WeightSet weights = language::read_weights(inner == nullptr ? *root : *inner,
                                                       *pack_.pack.model, reading.diagnostics);
  weights.id = "given";
  if (!reading.diagnostics.has_errors()) reading.weights = std::move(weights);
  return reading;
}

}  // namespace regimen::embed
