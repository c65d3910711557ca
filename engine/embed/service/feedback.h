// Feedback: what became of cards, as clients of CDS Hooks 2.0 report it.
//
// Comments of users are not kept: they may name a patient. Thread-safety: plain values.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/core/source.h"
#include "engine/embed/service/exchange.h"

namespace regimen::embed::service {

struct CardFeedback {
  std::string card;  // UUID
  bool accepted = false;
  std::vector<std::string> suggestions;  // UUIDs of those that were accepted
  std::string reason;                    // code of an override; may be empty
  std::string at;                        // as sent
};

constexpr std::size_t most_feedback = 1000;

// 400 where the body is not one, or holds none or too many.
std::variant<std::vector<CardFeedback>, HttpResponse> read_feedback(const core::Source& body);

}  // namespace regimen::embed::service
