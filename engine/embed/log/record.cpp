// Entry: hash_of, draft_of. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/record.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"
#include "engine/embed/log/json_line.h"

namespace regimen::embed::log {

namespace {

using io::Json;

// JSON that was given as text; a text that is none stays one.
Json parsed(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json(text) : json;
}

Json json_of(const decision::PackName& pack) {
  return {{"id", pack.id}, {"version", pack.version}, {"digest", pack.digest}};
}

Json json_of(const std::vector<Card>& cards) {
  Json list = Json::array();
  for (const Card& card : cards)
    list.push_back({{"id", card.id}, {"indicator", card.indicator}, {"rules", card.rules}});
  return list;
}

}  // namespace

std::string hash_of_texts(std::initializer_list<std::string_view> texts) {
  core::Digest digest;
  for (const std::string_view text : texts) {
    digest.add(std::to_string(text.size()) + ":");
    digest.add(text);
  }
  return digest.take();
}

std::string hash_of(std::string_view previous, std::int64_t sequence, const Record& record) {
  return hash_of_texts(
      {previous, std::to_string(sequence), record.kind, record.id, record.time, record.content});
}

void Gap::add(const Gap& other) {
  if (other.empty()) return;
  // Of one length each, so that the order of texts is that of times.
  if (empty() || other.from < from) from = other.from;
  if (empty() || other.to > to) to = other.to;
  lost += other.lost;
  for (const auto& [reason, count] : other.why) why[reason] += count;
}

std::string subject_hash(std::string_view salt, std::string_view profile_id) {
  return hash_of_texts({salt, profile_id});
}

Draft draft_of(const Entry& entry, bool keep_input) {
  const bool keep = keep_input && entry.input != nullptr;
  Draft draft;
  if (keep) {
    draft.salt = core::random_hex(16);
    draft.profile_id = entry.profile_id;
    draft.input = entry.input;
    draft.input_digest = entry.input_digest;
  }
  Json content = Json::object();
  content["source"] = entry.source;
  content["pack"] = json_of(entry.pack);
  content["safety_pack"] = entry.safety_pack ? json_of(*entry.safety_pack) : Json();
  content["knowledge"] = entry.knowledge_digest;
  content["engine"] = entry.engine_version;
  content["options"] = parsed(entry.options);
  content["input"] = {{"digest", entry.input_digest}, {"patient", entry.patient}};
  content["subject"] = keep ? Json(subject_hash(draft.salt, draft.profile_id)) : Json();
  content["verdicts"] = parsed(entry.verdicts);
  content["cards"] = json_of(entry.cards);
  draft.record = {"decision", entry.id.empty() ? core::random_uuid() : entry.id,
                  to_text(entry.time), one_line(content)};
  return draft;
}

Draft draft_of(const Feedback& feedback) {
  Json content = Json::object();
  content["card"] = feedback.card;
  content["outcome"] = to_text(feedback.outcome);
  content["reason"] = feedback.reason.empty() ? Json() : Json(feedback.reason);
  content["accepted"] = feedback.accepted;
  content["sent"] = feedback.sent.empty() ? Json() : Json(feedback.sent);
  return {{"feedback", core::random_uuid(), to_text(feedback.time), one_line(content)}};
}

Draft draft_of(const Gap& gap) {
  Json why = Json::object();
  for (const auto& [reason, count] : gap.why) why[reason] = count;
  Json content = Json::object();
  content["lost"] = gap.lost;
  content["from"] = gap.from;
  content["to"] = gap.to;
  content["why"] = std::move(why);
  return {{"gap", core::random_uuid(), gap.to, one_line(content)}};
}

}  // namespace regimen::embed::log
