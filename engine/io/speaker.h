// Speaker: says in one language what the ids, values and missing facts of a decision mean, in the
// words of the knowledge and the packs. It never invents a clinical sentence. Thread-safety:
// immutable; refers to the knowledge and the packs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/text.h"
#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/facts/knowledge.h"
#include "engine/language/pack.h"

namespace regimen::io {

class Speaker {
 public:
  Speaker(const facts::Knowledge& knowledge, const std::vector<const language::Pack*>& packs,
          std::string locale);

  // A pattern of the section `report` of the wording, filled in.
  [[nodiscard]] std::string say(std::string_view key,
                                const core::MessageArguments& arguments = {}) const;
  // A plain word of a section of the wording.
  [[nodiscard]] std::string word(std::string_view section, std::string_view key) const;
  // A pattern of a pack, filled in; the pattern itself where it is broken.
  [[nodiscard]] std::string fill(const std::string& pattern,
                                 const core::MessageArguments& arguments) const;

  // Null where no pack speaks of the rule.
  [[nodiscard]] const language::RuleWording* rule(const std::string& id) const;
  [[nodiscard]] std::string title(const std::string& id) const;
  [[nodiscard]] std::string trial() const;
  // The name of a set of weights, and why it weighs so; `given` for one that no pack knows.
  [[nodiscard]] std::string preset(const std::string& id) const;
  [[nodiscard]] std::string preset_reason(const std::string& id) const;
  [[nodiscard]] std::string reading(const std::string& silent_on,
                                    const std::string& alternative) const;

  // The text in this language, else the English one.
  [[nodiscard]] std::string text(const evidence::Localized& text) const;
  // `26 weeks` in words of this language.
  [[nodiscard]] std::string span(const std::string& value) const;
  // `1000 patient-years`
  [[nodiscard]] std::string exposure(const std::string& per) const;
  // `<0.001`, `0.02`, with the decimal sign of this language.
  [[nodiscard]] std::string p_value(const std::string& printed) const;

  [[nodiscard]] const std::string& locale() const { return locale_; }
  [[nodiscard]] std::string number(const std::string& text) const;
  [[nodiscard]] std::string date(const std::string& iso) const;
  [[nodiscard]] std::string concept_name(const std::string& id) const;
  // `section.fact`, `list[0].field` as a reader calls them.
  [[nodiscard]] std::string name_of(const std::string& key) const;
  [[nodiscard]] std::string value_of(const decision::Observed& observed) const;
  [[nodiscard]] std::string field_of(const std::string& key, const std::string& field,
                                     const std::string& value) const;
  // One line: the fact, its value, its date and where it comes from.
  [[nodiscard]] std::string observed(const decision::Observed& observed) const;
  // The summands of a score, or nothing.
  [[nodiscard]] std::string terms(const decision::Observed& observed) const;
  // One text for each fact and cause; what is asked of a list is gathered.
  [[nodiscard]] std::vector<std::string> missing(const facts::MissingSet& set) const;

 private:
  [[nodiscard]] std::string missing_one(const facts::Missing& item,
                                        const std::vector<std::string>& about) const;
  [[nodiscard]] std::string value_text(const facts::ValueType& type,
                                       const std::string& value) const;
  [[nodiscard]] std::string span_text(const std::string& value) const;

  const facts::Knowledge& knowledge_;
  std::string locale_;
  std::vector<const language::PackWording*> wordings_;  // the trial's first
};

}  // namespace regimen::io
