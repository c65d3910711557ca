// Walker: the state of one walk over a pack for one patient. Used by walk.cpp, operators.cpp,
// quantify.cpp, positive.cpp and score.cpp only. Thread-safety: for one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/facts/settle.h"
#include "engine/language/check.h"
#include "engine/program/finding.h"
#include "engine/program/walk.h"

namespace regimen::program {

// The entry that a `where` is asked about.
struct EntryView {
  const facts::ListDef* list = nullptr;
  const facts::SettledEntry* entry = nullptr;
  std::size_t position = 0;
  bool unlisted = false;  // stands for all that the list does not name; misses nothing of its own
};

// Why a list that names nothing fitting is no answer.
facts::Cause absence(const facts::SettledList& settled);
// The date of an entry, which is on or before `as_of`.
facts::DateRange date_of(const facts::SettledEntry& entry, facts::FieldId field, facts::Day as_of);

class Walker {
 public:
  Walker(const language::CheckedPack& pack, const facts::Settled& patient, World world,
         Conflicts conflicts = Conflicts::unknown);

  // `entry` is null outside of a `where`.
  Finding at(language::ExprId id, const EntryView* entry);
  // The same, into an empty finding where it will stand: a finding is large.
  void find(language::ExprId id, const EntryView* entry, Finding& finding);
  RuleFinding rule(std::size_t index);

 private:
  void children(const language::Expr& expr, const EntryView* entry, Finding& finding);
  void name(const language::NodeInfo& info, const EntryView* entry, Finding& finding);
  void fact(facts::FactId id, Finding& finding);
  Finding definition(std::size_t index);
  void guard(const language::Rule& rule, RuleFinding& finding);
  void missing_field(const EntryView& entry, facts::FieldId field, facts::Cause cause,
                     facts::MissingSet& missing) const;
  [[nodiscard]] facts::Missing missing_of(const EntryView& entry, facts::FieldId field,
                                          facts::Cause cause) const;

  // operators.cpp
  static void settle_truth(Finding& finding, facts::Truth value);
  void compare(const language::Expr& expr, const language::NodeInfo& info, Finding& finding) const;
  void name_imprecise(const Finding& operand, facts::MissingSet& missing) const;
  void is_in(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);
  void within(const language::Expr& expr, Finding& finding);
  void arithmetic(const language::Expr& expr, Finding& finding);
  static void conditional(Finding& finding);

  // quantify.cpp
  void quantify(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);
  std::vector<Finding> entries(const language::Expr& expr, const language::NodeInfo& info);
  Finding remainder(const language::Expr& expr, const language::NodeInfo& info);
  Finding unlisted_where(const language::Expr& expr, facts::ListId list);
  const facts::SettledEntry& nobody(facts::ListId list);
  void any(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);
  void count(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);
  void sum(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);
  facts::Interval unlisted(const language::Expr& expr, facts::ListId list);
  void latest(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);

  // positive.cpp
  [[nodiscard]] facts::MissingSet contested(const std::vector<Finding>& where,
                                            const language::NodeInfo& info,
                                            std::size_t positive) const;
  void positive(const language::Expr& expr, const language::NodeInfo& info, Finding& finding);

  // score.cpp
  void scored(std::size_t index, const facts::SettledFact& stated, Finding& finding);
  Finding total(std::size_t index);

  const language::CheckedPack& pack_;
  const facts::Settled& patient_;
  World world_;
  Conflicts conflicts_;
  std::optional<facts::FactId> assuming_;  // the fact whose assumed value is being worked out
  std::vector<std::unique_ptr<Finding>> definitions_;  // each is worked out once
  std::vector<std::unique_ptr<Finding>> scores_;
  std::vector<std::unique_ptr<facts::SettledEntry>> nobodies_;  // by ListId
};

}  // namespace regimen::program
