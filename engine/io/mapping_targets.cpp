// Entry: check_targets. Test: tests/io/mapping_file_test.cpp.
#include "engine/io/mapping_targets.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "engine/core/text.h"

namespace regimen::io {

using core::Code;
using Role = MappedColumn::Role;

namespace {

bool same_target(const MappedColumn& a, const MappedColumn& b) {
  if (a.role != b.role) return false;
  switch (a.role) {
    case Role::ignored:
      return false;
    case Role::id:
    case Role::as_of:
    case Role::jurisdiction:
      return true;
    case Role::fact:
    case Role::date_of_fact:
      return a.fact == b.fact;
    case Role::field:
      return a.entry == b.entry && a.field == b.field;
    case Role::presence:
      return a.entry == b.entry;
  }
  return false;
}

class Checker {
 public:
  Checker(const MappingFile& file, const facts::Vocabulary& vocabulary,
          core::Diagnostics& diagnostics)
      : file_(file), vocabulary_(vocabulary), diagnostics_(diagnostics) {}

  void run() {
    const auto& columns = file_.columns;
    std::unordered_set<std::string> headers;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!headers.insert(core::fold_name(columns[i].header)).second)
        add(Code::doubled_target, columns[i].place, "this column stands twice");
      for (std::size_t j = 0; j < i; ++j) {
        if (same_target(columns[i], columns[j]))
          add(Code::doubled_target, columns[i].place, "another column fills the same value");
      }
      check_date_of(columns[i]);
    }
    if (!file_.as_of.empty() && has(Role::as_of))
      add(Code::doubled_target, first(Role::as_of), "`as_of` is given for all rows already");
    if (!file_.jurisdiction.empty() && has(Role::jurisdiction))
      add(Code::doubled_target, first(Role::jurisdiction),
          "`jurisdiction` is given for all rows already");
    for (std::size_t i = 0; i < file_.entries.size(); ++i) check_entry(i);
  }

 private:
  void add(Code code, const core::Span& span, const std::string& message,
           const std::string& help = {}) {
    diagnostics_.add({code, span, message, {}, help});
  }

  [[nodiscard]] bool has(Role role) const {
    return std::any_of(file_.columns.begin(), file_.columns.end(),
                       [role](const auto& one) { return one.role == role; });
  }
  [[nodiscard]] core::Span first(Role role) const {
    return std::find_if(file_.columns.begin(), file_.columns.end(),
                        [role](const auto& one) { return one.role == role; })
        ->place;
  }

  void check_date_of(const MappedColumn& column) {
    if (column.role != Role::date_of_fact) return;
    const bool filled = std::any_of(
        file_.columns.begin(), file_.columns.end(),
        [&](const auto& one) { return one.role == Role::fact && one.fact == column.fact; });
    if (!filled) add(Code::bad_column, column.place, "no column has the value that this dates");
  }

  void check_entry(std::size_t index) {
    const MappedEntry& entry = file_.entries[index];
    const facts::ListDef& list = vocabulary_.lists()[entry.list];
    const auto fixed = [&entry](facts::FieldId field) {
      return std::any_of(entry.fixed.begin(), entry.fixed.end(),
                         [field](const auto& one) { return one.first == field; });
    };
    bool named = fixed(list.identity);
    for (const MappedColumn& column : file_.columns) {
      if (column.role != Role::field || column.entry != index) continue;
      if (fixed(column.field)) add(Code::doubled_target, column.place, "`entry` says this already");
      named = named || column.field == list.identity;
    }
    if (named) return;
    add(Code::bad_column, entry.place,
        "nothing says which " + list.fields[list.identity].id + " this is",
        "add `entry: {" + list.fields[list.identity].id + ": ...}`");
  }

  const MappingFile& file_;
  const facts::Vocabulary& vocabulary_;
  core::Diagnostics& diagnostics_;
};

}  // namespace

void check_targets(const MappingFile& file, const facts::Vocabulary& vocabulary,
                   core::Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) return;  // a target that is not known is not doubled
  Checker(file, vocabulary, diagnostics).run();
}

}  // namespace regimen::io
