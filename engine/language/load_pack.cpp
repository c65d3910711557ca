// Entry: load_pack. Test: tests/language/load_pack_test.cpp.
#include <algorithm>

#include "engine/core/document.h"
#include "engine/core/files.h"
#include "engine/core/mapping.h"
#include "engine/language/loading.h"
#include "engine/language/pack.h"
#include "engine/language/parse.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;

std::string_view to_text(RuleKind kind) {
  switch (kind) {
    case RuleKind::inclusion:
      return "inclusion";
    case RuleKind::exclusion:
      return "exclusion";
    case RuleKind::stratum:
      return "stratum";
    case RuleKind::note:
      return "note";
    case RuleKind::safety:
      return "safety";
    case RuleKind::workup:
      return "workup";
    case RuleKind::applicability:
      return "applicability";
    case RuleKind::dose:
      return "dose";
    case RuleKind::schedule:
      return "schedule";
    case RuleKind::limit:
      return "limit";
  }
  return "rule";
}

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::no_finding:
      return "no_finding";
    case Severity::caution:
      return "caution";
    case Severity::avoid:
      return "avoid";
    case Severity::contraindicated:
      return "contraindicated";
  }
  return "no_finding";
}

std::string_view to_text(Reach reach) {
  switch (reach) {
    case Reach::indirect:
      return "indirect";
    case Reach::not_applicable:
      return "not_applicable";
    case Reach::uncertain_effect:
      return "uncertain_effect";
  }
  return "indirect";
}

std::string_view to_text(Gate gate) { return gate == Gate::gating ? "gating" : "workup"; }

namespace {

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_id(std::string_view text, std::string_view joints) {
  if (text.empty() || !is_lower_or_digit(text.front()) || !is_lower_or_digit(text.back()))
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_lower_or_digit(c) || joints.find(c) != std::string_view::npos;
  });
}

std::optional<facts::ConceptId> find_drug(const std::string& id, const core::Span& span,
                                          const facts::Knowledge& knowledge,
                                          core::Diagnostics& diagnostics) {
  const auto domain = knowledge.terminology.domain("drug");
  auto found = domain ? knowledge.terminology.find_id(*domain, id) : std::nullopt;
  if (!found) {
    const auto known = domain ? knowledge.terminology.ids(*domain) : std::vector<std::string>();
    diagnostics.add(
        {Code::unknown_concept, span, "no such drug", id, core::did_you_mean(id, known)});
  }
  return found;
}

ExprId read_expression(const Node* node, Loading& loading) {
  if (node == nullptr) return no_expr;
  return parse(*node, loading.knowledge.units, loading.pack.ast, loading.diagnostics);
}

namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 20;

class Loader {
 public:
  Loader(const std::filesystem::path& directory, const facts::Knowledge& knowledge,
         core::Sources& texts, core::Diagnostics& diagnostics)
      : directory_(directory), knowledge_(knowledge), texts_(texts), diagnostics_(diagnostics) {}

  std::optional<Pack> run() {
    const auto root = read("pack.yaml", {});
    if (!root) return std::nullopt;
    Mapping manifest(*root,
                     {"pack", "version", "language", "about", "groups", "regimens", "rules",
                      "messages", "cases", "stale", "evidence", "other_harms", "benefit_risk"},
                     "pack", diagnostics_);
    if (!root->is_mapping()) return std::nullopt;
    read_manifest(manifest);
    Loading loading{knowledge_, diagnostics_, pack_};
    load_scores(loading);
    for (const Node* file : manifest.items("rules")) {
      if (const auto rules = read(file->text, file->span)) load_rules(*rules, loading);
    }
    if (const Node* file = manifest.find("benefit_risk")) {
      if (const auto model = read(file->text, file->span)) load_value_model(*model, loading);
    }
    const Node* messages = manifest.required("messages");
    if (messages != nullptr) {
      for (const auto& [locale, file] : core::pairs(*messages, "messages", diagnostics_)) {
        if (const auto wording = read(file->text, file->span))
          load_wording(*wording, locale->text, loading);
      }
    }
    for (const Node* file : manifest.items("cases")) read_cases(*file);
    pack_.digest = core::sha256(digested_);
    return std::move(pack_);
  }

 private:
  // --- files ---

  std::optional<Node> read(const std::string& name, const core::Span& from) {
    if (is_outside(name, from)) return std::nullopt;
    auto document = core::read_data_file(
        {directory_ / name, most_bytes, core::KeepTree::yes, from, name}, texts_, diagnostics_);
    if (!document.digest.empty()) digested_ += name + "\n" + document.digest + "\n";
    return std::move(document.root);
  }

  // The cases are read when they are run.
  void read_cases(const Node& file) {
    if (!is_outside(file.text, file.span)) pack_.cases.push_back(directory_ / file.text);
  }

  bool is_outside(const std::string& name, const core::Span& from) {
    const bool inside =
        name.find("..") == std::string::npos && std::filesystem::path(name).is_relative();
    if (!inside) {
      diagnostics_.add(
          {Code::missing_file, from, "this file cannot be read: outside of the pack", name});
    }
    return !inside;
  }

  void read_manifest(Mapping& manifest) {
    pack_.id = manifest.text("pack");
    if (const Node* id = manifest.find("pack")) pack_.span = id->span;
    pack_.version = manifest.text("version");
    pack_.about = manifest.text_or("about", "");
    if (!pack_.id.empty() && !is_id(pack_.id, "-._")) {
      diagnostics_.add({Code::bad_id, manifest.find("pack")->span, "this is no id", pack_.id});
    }
    const std::string version = manifest.text("language");
    if (!version.empty() && version != language_version) {
      diagnostics_.add(
          {Code::unsupported_version, manifest.find("language")->span,
           "this engine reads version " + std::string(language_version) + " of the language",
           version});
    }
    for (const Node* node : manifest.items("groups")) {
      Mapping group(*node, {"id", "decides"}, "group", diagnostics_);
      const std::string id = group.text("id");
      for (const Group& other : pack_.groups) {
        if (other.id == id)
          diagnostics_.add({Code::duplicate_id, node->span, "this group stands twice", id});
      }
      pack_.groups.push_back({id, group.flag_or("decides", true)});
    }
    if (pack_.groups.empty()) pack_.groups.push_back({"default", true});
    for (const Node* node : manifest.items("regimens")) read_regimen(*node);
    for (const Node* node : manifest.items("stale")) read_stale(*node);
    if (const Node* node = manifest.find("evidence")) read_evidence(*node);
    if (const Node* node = manifest.find("other_harms")) read_harms(*node);
  }

  void read_regimen(const Node& node) {
    Mapping mapping(node, {"id", "drugs"}, "regimen", diagnostics_);
    Regimen regimen{mapping.text("id"), {}};
    if (!regimen.id.empty() && !is_id(regimen.id, "-_")) {
      diagnostics_.add({Code::bad_id, node.span, "this is no id", regimen.id});
    }
    for (const Regimen& other : pack_.regimens) {
      if (other.id == regimen.id)
        diagnostics_.add({Code::duplicate_id, node.span, "this regimen stands twice", regimen.id});
    }
    for (const std::string& drug : mapping.texts("drugs")) {
      if (const auto id = find_drug(drug, node.span, knowledge_, diagnostics_))
        regimen.drugs.push_back(*id);
    }
    pack_.regimens.push_back(std::move(regimen));
  }

  // Whether the study has such rows is asked where the evidence is at hand.
  void read_evidence(const Node& node) {
    Mapping mapping(node, {"study", "effects"}, "evidence", diagnostics_);
    pack_.evidence.span = node.span;
    pack_.evidence.study = mapping.text("study");
    for (const Node* row : mapping.items("effects"))
      pack_.evidence.rows.push_back({row->text, row->span});
  }

  void read_harms(const Node& node) {
    Mapping mapping(node, {"horizon", "studies"}, "other harms", diagnostics_);
    pack_.other_harms.span = node.span;
    pack_.other_harms.horizon = mapping.text("horizon");
    for (const Node* one : mapping.items("studies")) {
      Mapping use(*one, {"study", "design", "certainty", "rows", "stand_for"}, "study of harms",
                  diagnostics_);
      HarmUse::OfStudy study;
      study.span = one->span;
      study.study = use.text("study");
      study.design = word(use, "design", {"trial", "cohort", "case_series"});
      study.certainty = word(use, "certainty", {"high", "moderate", "low", "very_low"});
      for (const Node* row : use.items("rows")) study.rows.push_back({row->text, row->span});
      if (const Node* exposures = use.find("stand_for")) {
        for (const auto& [exposure, regimen] : core::pairs(*exposures, "stand_for", diagnostics_))
          study.stand_for[exposure->text] = regimen->text;
      }
      pack_.other_harms.studies.push_back(std::move(study));
    }
  }

  std::string word(Mapping& mapping, std::string_view key, const std::vector<std::string>& words) {
    std::string text = mapping.text(key);
    const bool known = std::find(words.begin(), words.end(), text) != words.end();
    if (!known && !text.empty()) {
      diagnostics_.add({Code::bad_value, mapping.find(key)->span, "no such " + std::string(key),
                        text, core::did_you_mean(text, words)});
    }
    return text;
  }

  void read_stale(const Node& node) {
    Mapping stale(node, {"fact", "after", "cites"}, "staleness rule", diagnostics_);
    const std::string name = stale.text("fact");
    const std::string after = stale.text("after");
    const auto fact = knowledge_.vocabulary.find_fact(name);
    const auto span = facts::parse_span(after, knowledge_.units);
    if (!fact) {
      diagnostics_.add({Code::unknown_name, node.span, "no such fact", name,
                        core::did_you_mean(name, knowledge_.vocabulary.fact_ids())});
    }
    if (!span) diagnostics_.add({Code::bad_value, node.span, "a span of time is expected", after});
    facts::read_citations(stale.find("cites"), node.span, knowledge_, diagnostics_);
    if (fact && span) pack_.stale.push_back({*fact, *span});
  }

  const std::filesystem::path& directory_;
  const facts::Knowledge& knowledge_;
  core::Sources& texts_;
  core::Diagnostics& diagnostics_;
  Pack pack_;
  std::string digested_;
};

}  // namespace

std::optional<Pack> load_pack(const std::filesystem::path& directory,
                              const facts::Knowledge& knowledge, core::Sources& texts,
                              core::Diagnostics& diagnostics) {
  return Loader(directory, knowledge, texts, diagnostics).run();
}

}  // namespace regimen::language
