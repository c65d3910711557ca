// Record: one link of the chain: a decision, an answer to a card, or a gap; and the hash that ties
// it to all before it.
//
// The hash is SHA-256 over the hash of the record before it and the sequence, the kind, the id, the
// time and the content of this one, each written as its length in bytes, a colon and itself; in
// lower-case hexadecimal. Before the first record stands the genesis of the log, drawn at random.
// Any tool that reads SQLite can follow it. Thread-safety: plain values and pure functions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/embed/log/entry.h"

namespace regimen::embed::log {

struct Record {
  std::string kind;  // `decision`, `feedback` or `gap`
  std::string id;
  std::string time;
  std::string content;  // JSON on one line
};

std::string hash_of(std::string_view previous, std::int64_t sequence, const Record& record);

// SHA-256 over texts with their lengths: no two lists of texts are the same bytes.
std::string hash_of_texts(std::initializer_list<std::string_view> texts);

// What could not be written: how many, from when to when, and why.
struct Gap {
  std::uint64_t lost = 0;
  std::string from;  // times of the first and the last entry that were lost
  std::string to;
  std::map<std::string, std::uint64_t>
      why;  // `locked`, `full`, `slow`, `refused`, `damaged`, `failed`

  [[nodiscard]] bool empty() const { return lost == 0; }
  void add(const Gap& other);
};

// A record with what stands beside it where inputs are kept.
struct Draft {
  Record record;
  std::string input_digest = {};  // of what is kept; empty: nothing is
  std::shared_ptr<const std::string> input = {};
  std::string salt = {};
  std::string profile_id = {};
};

Draft draft_of(const Entry& entry, bool keep_input);
Draft draft_of(const Feedback& feedback);
Draft draft_of(const Gap& gap);

// The content of a decision names the patient by this alone: without the salt it tells nothing.
std::string subject_hash(std::string_view salt, std::string_view profile_id);

}  // namespace regimen::embed::log
