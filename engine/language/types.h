// Types: finds out for each node of an expression its type and what its names mean. Part of the
// checker (check.h). Thread-safety: for one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/language/check.h"

namespace regimen::language {

// Where an expression stands decides what may stand in it.
struct Context {
  bool known_allowed = false;              // `is known`
  std::optional<facts::ListId> list = {};  // inside a `where` over this list
};

class TypeFinder {
 public:
  TypeFinder(const Pack& pack, const facts::Knowledge& knowledge, std::vector<NodeInfo>& nodes,
             core::Diagnostics& diagnostics);

  // Nothing where there is a mistake, which has been reported then.
  std::optional<Type> find(ExprId id, const Context& context);
  // The same, and reports what is not a condition.
  void condition(ExprId id, const Context& context);
  // Checks the definition and all it leads to, once.
  std::optional<Type> definition(std::size_t index, const core::Span& from);

 private:
  std::optional<Type> find_new(ExprId id, const Expr& expr, const Context& context);
  std::optional<Type> literal(const Expr& expr, NodeInfo& info);
  std::optional<Type> name(const Expr& expr, NodeInfo& info, const Context& context);
  std::optional<Type> compare(ExprId id, const Expr& expr, const Context& context);
  std::optional<Type> is_in(ExprId id, const Expr& expr, const Context& context);
  std::optional<Type> within(const Expr& expr, const Context& context);
  std::optional<Type> arithmetic(const Expr& expr, const Context& context);
  std::optional<Type> conditional(const Expr& expr, const Context& context);
  std::optional<Type> quantifier(ExprId id, const Expr& expr, const Context& context);
  std::optional<Type> latest(const Expr& expr, const facts::ListDef& list, NodeInfo& info);
  bool alike(const Type& a, const Type& b, const core::Span& span);
  [[nodiscard]] bool is_calendar(ExprId id) const;
  [[nodiscard]] std::optional<std::vector<facts::ConceptId>> targets(
      ExprId id, const facts::ListDef& list) const;
  [[nodiscard]] std::vector<std::string> candidates(const Context& context) const;
  std::optional<Type> fail(core::Code code, const core::Span& span, const std::string& message,
                           const std::string& offender = {}, const std::string& help = {});

  const Pack& pack_;
  const facts::Knowledge& knowledge_;
  std::vector<NodeInfo>& nodes_;
  core::Diagnostics& diagnostics_;
  enum class State : std::uint8_t { unseen, open, done };
  std::vector<State> states_;  // by definition
  std::vector<std::optional<Type>> types_;
};

}  // namespace regimen::language
