// Entry, Feedback: what the log keeps of a decision, and of what became of it.
//
// Neither the patient's id nor any value of the patient is among it, unless the log was opened to
// keep inputs: then the text that was read and the id stand beside the records (decision_log.h).
// Texts are kept as they are given: who calls must not put a patient into the name of a source, a
// card or a reason. Thread-safety: plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/decision/decision.h"

namespace regimen::embed::log {

// UTC. The log has no clock: whoever appends says when.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// `2026-11-01T09:30:00.250Z`.
std::string to_text(Time time);

// What was shown of a decision: its id comes back with the feedback.
struct Card {
  std::string id;
  std::vector<std::string> rules;  // those that it speaks of
  std::string indicator;           // how urgent: `info`, `warning`, `critical`
};

struct Entry {
  std::string id;  // a UUID; empty: one is made
  Time time;
  std::string source;  // by which way it was asked for: `evaluate`, `patient-view`
  decision::PackName pack;
  std::optional<decision::PackName> safety_pack;
  std::string knowledge_digest;
  std::string engine_version;
  std::string options;        // JSON, as options_json() writes it
  std::string input_digest;   // SHA-256 of the text as it was read
  std::uint32_t patient = 0;  // which of those in the text, from 0
  std::string verdicts;       // JSON, as verdicts_json() writes it
  std::vector<Card> cards = {};
  // Only kept by a log that keeps inputs; several entries may share one text.
  std::shared_ptr<const std::string> input = {};
  std::string profile_id = {};
};

enum class FeedbackOutcome : std::uint8_t { accepted, overridden };

std::string_view to_text(FeedbackOutcome outcome);

// What somebody did with a card. The same card may be answered several times; all are kept.
struct Feedback {
  Time time;  // when it came
  std::string card;
  FeedbackOutcome outcome = FeedbackOutcome::accepted;
  std::string reason = {};                 // the code of why it was overridden; empty: none given
  std::vector<std::string> accepted = {};  // ids of the suggestions that were taken
  std::string sent = {};                   // the time that it says itself, as it says it
};

// Where something stands in the log.
struct Logged {
  std::int64_t sequence = 0;
  std::string id;
};

}  // namespace regimen::embed::log
