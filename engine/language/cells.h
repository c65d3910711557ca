// Cells: the finitely many kinds of patients that a set of conditions can tell apart.
//
// Each fact that a condition compares with constants is cut at those constants: below, at and above
// each of them, or into its words. Whatever cannot be cut so (a list that is looked through, a sum)
// is a free variable, named by its text. A condition that no cell makes true is true of no patient;
// the reverse does not hold, since free variables may hang together. Thread-safety: for one thread;
// refers to the pack.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/language/check.h"

namespace regimen::language {

class Cells {
 public:
  explicit Cells(const CheckedPack& pack) : pack_(pack) {}

  // Takes the conditions apart; call for all before visiting.
  void add(ExprId root);
  [[nodiscard]] std::vector<std::string> variables() const;

  // Calls `seen` for each cell until it returns false. False where there are more than can be
  // visited.
  template <typename Seen>
  bool visit(Seen seen) {
    constexpr std::size_t most = 100'000;
    std::size_t count = 1;
    for (const auto& [name, variable] : variables_) {
      count *= variable.size();
      if (count > most) return false;
    }
    cell_.assign(variables_.size(), 0);
    for (std::size_t i = 0; i < count; ++i) {
      if (!seen()) return true;
      advance();
    }
    return true;
  }

  // The truth of a condition in the cell that is visited.
  [[nodiscard]] bool holds(ExprId root) const;

 private:
  struct Variable {
    std::size_t index = 0;
    std::vector<facts::Rational> cuts;  // of a number
    std::size_t words = 0;              // of a word
    // A free variable and a yes/no fact have two values.
    [[nodiscard]] std::size_t size() const {
      if (words > 0) return words;
      return cuts.empty() ? 2 : cuts.size() * 2 + 1;
    }
  };

  void add_statement(const Statement& statement);
  void advance();
  [[nodiscard]] bool holds_statement(const Statement& statement) const;
  [[nodiscard]] std::string key(ExprId id) const;
  // The cut that a comparison of a fact with a constant makes; nothing where it is none.
  [[nodiscard]] std::optional<facts::Rational> cut(ExprId fact, ExprId constant) const;
  [[nodiscard]] bool is_cut(const Expr& expr) const;
  [[nodiscard]] bool compare(ExprId id, const Expr& expr) const;
  [[nodiscard]] std::size_t value(const std::string& key) const;

  const CheckedPack& pack_;
  std::map<std::string, Variable> variables_;
  std::vector<std::size_t> cell_;
};

}  // namespace regimen::language
