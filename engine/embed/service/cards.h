// Cards: Decision -> at most one card of CDS Hooks 2.0, or none.
//
// On patient-view and order-select the trial speaks, only in its scope: a patient of whom the
// criteria of the offer's scope are known to be met. What is being ordered is held against the
// safety rules, together with what is taken already, whatever the scope: known contraindications
// are `critical`, what is better avoided or not known yet is `warning`; where nothing speaks
// against an order, order-sign is silent. Thread-safety: pure functions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/embed/engine.h"
#include "engine/embed/service/offer.h"
#include "engine/io/speaker.h"

namespace regimen::embed::service {

enum class Indicator : std::uint8_t { info, warning, critical };

std::string_view to_text(Indicator indicator);

// A drug with its dose, as an order that could be drafted.
struct DraftedDose {
  facts::ConceptId drug = 0;
  std::string text;  // `some drug: 292.5 mg (its rule)`
  std::string low;   // in `unit`
  std::string high;
  std::string unit;  // UCUM
};

// The regimen as something that could be ordered.
struct Suggestion {
  std::string uuid;
  std::string regimen;
  std::string label;
  std::vector<DraftedDose> doses;
};

struct Card {
  std::string uuid;
  Indicator indicator = Indicator::info;
  std::string summary;             // less than 140 characters
  std::string detail;              // Markdown
  std::vector<std::string> rules;  // the safety rules that it rests on
  std::vector<Suggestion> suggestions;
};

struct CardContext {
  const Engine& engine;
  const Offer& offer;
  const decision::Decision& decision;
  const io::Speaker& speaker;
  Hook hook;
  std::vector<facts::ConceptId> drafted;  // drugs; of a hook of orders
  std::vector<facts::ConceptId> taken;    // drugs that are known to be taken, whoever ordered them
  std::function<std::string()> uuid;
};

std::optional<Card> make_card(const CardContext& context);

// The body of an answer: `{"cards": [...]}`. Subjects of suggestions are `Patient/{patient_id}`.
std::string cards_json(const std::optional<Card>& card, const Offer& offer, const Engine& engine,
                       const std::string& patient_id, const std::string& locale);

}  // namespace regimen::embed::service
