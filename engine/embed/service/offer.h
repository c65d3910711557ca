// Offer: what a pack offers to an EHR by CDS Hooks 2.0: its services, what they ask the EHR for,
// and the reasons that a card may be overridden with.
//
// Read from `service.yaml` in the folder of the pack, and checked like the pack: every criterion,
// fact and list that is named must be there, and a query must be one that CDS Hooks recommends: a
// read, or a search of one type, with tokens of the context. Thread-safety: immutable after
// reading.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/source.h"
#include "engine/facts/knowledge.h"
#include "engine/language/pack.h"

namespace regimen::embed::service {

enum class Hook : std::uint8_t { patient_view, order_select, order_sign };

std::string_view to_text(Hook hook);
std::optional<Hook> hook_of(std::string_view name);

struct OfferedService {
  std::string id;
  Hook hook = Hook::patient_view;
  std::string title;
  std::string description;
  std::string usage;
};

// What is asked for at one key of the prefetch.
struct PrefetchKey {
  std::string name;
  std::string query;  // `Condition?patient={{context.patientId}}`
  std::string type;   // of the resources
  bool search = false;
  std::vector<facts::FactId> facts;  // what it answers
  std::vector<facts::ListId> lists;
};

struct OverrideReason {
  std::string code;
  std::map<std::string, std::string> display;  // by locale
};

struct Offer {
  std::vector<OfferedService> services;
  std::vector<PrefetchKey> prefetch;
  std::vector<std::string> scope;  // criteria that must be met before the trial is spoken of
  std::vector<OverrideReason> overrides;
  std::string source_label;
  std::string source_url;

  [[nodiscard]] const OfferedService* find(std::string_view id) const;
};

// Nothing where something is wrong; what, stands in the diagnostics.
std::optional<Offer> read_offer(const std::filesystem::path& pack_folder,
                                const language::Pack& pack, const facts::Knowledge& knowledge,
                                core::Sources& sources, core::Diagnostics& diagnostics);

}  // namespace regimen::embed::service
