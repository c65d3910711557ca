// Entry: audit. Test: tests/evidence/audit_test.cpp.
#include "engine/evidence/audit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/evidence/statistics/exact_test.h"

namespace regimen::evidence {

using facts::Rational;

std::string_view to_text(AuditVerdict verdict) {
  switch (verdict) {
    case AuditVerdict::agrees:
      return "agrees";
    case AuditVerdict::disagrees:
      return "disagrees";
    case AuditVerdict::declared:
      return "declared";
    case AuditVerdict::cannot_tell:
      return "cannot_tell";
  }
  return "cannot_tell";
}

namespace {

// Half of a unit of the last printed digit.
Rational half_unit(const Figure& figure) {
  std::int64_t scale = 2;
  for (int i = 0; i < figure.decimals; ++i) scale *= 10;
  return Rational::make(1, scale).value_or(Rational(0));
}

bool rounds_to(const Rational& exact, const Figure& printed) {
  if (printed.below) return exact < printed.value;
  const auto off = facts::subtract(exact, printed.value);
  if (!off) return false;
  const Rational size = *off < Rational(0) ? off->negated() : *off;
  return size <= half_unit(printed);
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return text.data();
}

class Auditor {
 public:
  Auditor(const Evidence& evidence, const Study& study, std::vector<AuditCheck>& checks)
      : evidence_(evidence), study_(study), checks_(checks), used_(study.declared.size(), false) {}

  void run() {
    for (const Row& row : study_.rows) {
      percents(row);
      denominators(row);
      totals(row);
      within(row);
      sizes(row);
      means(row);
      tests(row);
    }
    for (const Sum& sum : study_.sums) sums(sum);
    for (std::size_t i = 0; i < study_.declared.size(); ++i) {
      if (used_[i]) continue;
      const Declared& declared = study_.declared[i];
      checks_.push_back({study_.id, "declared/" + declared.check, AuditVerdict::disagrees, "", "",
                         "nothing_to_declare", declared.span});
    }
  }

 private:
  void tell(const std::string& id, bool agrees, const std::string& printed,
            const std::string& recomputed, const core::Span& span) {
    AuditVerdict verdict = agrees ? AuditVerdict::agrees : AuditVerdict::disagrees;
    for (std::size_t i = 0; i < study_.declared.size() && !agrees; ++i) {
      if (study_.declared[i].check != id) continue;
      verdict = AuditVerdict::declared;
      used_[i] = true;
    }
    checks_.push_back({study_.id, id, verdict, printed, recomputed, "", span});
  }

  void cannot(const std::string& id, const std::string& printed, const std::string& reason,
              const core::Span& span) {
    checks_.push_back({study_.id, id, AuditVerdict::cannot_tell, printed, "", reason, span});
  }

  void percents(const Row& row) {
    for (const Count& count : row.counts) {
      if (!count.percent || !count.total) continue;
      const auto exact = Rational::make(100 * count.events, *count.total);
      tell("percent/" + row.id + "/" + count.arm, exact && rounds_to(*exact, *count.percent),
           count.percent->printed, exact ? facts::to_decimal(*exact, 4) : "-", count.span);
    }
  }

  // The denominator is the size of the set that the row names.
  void denominators(const Row& row) {
    const AnalysisSet* set = study_.set(row.set);
    if (set == nullptr) return;
    for (const Count& count : row.counts) {
      const auto size = set->size.find(count.arm);
      if (!count.total || size == set->size.end()) continue;
      tell("denominator/" + row.id + "/" + count.arm, *count.total == size->second,
           std::to_string(*count.total), std::to_string(size->second), count.span);
    }
  }

  // A printed total is the sum of the arms, above and below the line.
  void totals(const Row& row) {
    const Count* all = row.count("all");
    if (all == nullptr || row.counts.size() < 2) return;
    std::int64_t events = 0;
    std::int64_t patients = 0;
    for (const Count& count : row.counts) {
      if (count.arm == "all") continue;
      events += count.events;
      patients += count.total.value_or(0);
    }
    const bool agrees = events == all->events && patients == all->total.value_or(0);
    const auto shown = [](std::int64_t some, std::int64_t of) {
      return std::to_string(some) + (of == 0 ? "" : "/" + std::to_string(of));
    };
    tell("total/" + row.id, agrees, shown(all->events, all->total.value_or(0)),
         shown(events, patients), all->span);
  }

  // Whoever has an outcome has what it is part of.
  void within(const Row& row) {
    const Outcome* outcome = evidence_.outcome(row.outcome);
    if (outcome == nullptr) return;
    for (const Row& whole : study_.rows) {
      const auto& wholes = outcome->part_of;
      const bool contains = std::find(wholes.begin(), wholes.end(), whole.outcome) != wholes.end();
      if (!contains || whole.set != row.set || whole.horizon != row.horizon) continue;
      for (const Count& count : row.counts) {
        const Count* larger = whole.count(count.arm);
        if (larger == nullptr) continue;
        tell("within/" + row.id + "/" + count.arm, count.events <= larger->events,
             std::to_string(count.events), "≤ " + std::to_string(larger->events), count.span);
      }
    }
  }

  // No more were measured than there were.
  void sizes(const Row& row) {
    const AnalysisSet* set = study_.set(row.set);
    if (set == nullptr) return;
    for (const Amount& amount : row.amounts) {
      const auto size = set->size.find(amount.arm);
      if (!amount.n || size == set->size.end()) continue;
      tell("size/" + row.id + "/" + amount.arm, *amount.n <= size->second,
           std::to_string(*amount.n), "≤ " + std::to_string(size->second), row.span);
    }
  }

  // The mean of all patients lies where the means of the arms put it, as far as they are printed.
  void means(const Row& row) {
    const AnalysisSet* set = study_.set(row.set);
    const Figure* all = nullptr;
    double weighted = 0;
    double patients = 0;
    double slack = 0;
    for (const Amount& amount : row.amounts) {
      const auto mean = amount.figures.find("mean");
      if (mean == amount.figures.end()) continue;
      const double value = facts::to_double(mean->second.value);
      if (amount.arm == "all") {
        all = &mean->second;
        continue;
      }
      std::optional<std::int64_t> n = amount.n;
      if (!n && set != nullptr && set->size.count(amount.arm) != 0) n = set->size.at(amount.arm);
      if (!n) return;
      const auto own = static_cast<double>(*n);
      weighted += own * value;
      slack += own * facts::to_double(half_unit(mean->second));
      patients += own;
    }
    if (all == nullptr || patients == 0) return;
    const double mean = weighted / patients;
    const double off = std::fabs(mean - facts::to_double(all->value));
    const double allowed = slack / patients + facts::to_double(half_unit(*all));
    tell("mean/" + row.id, off <= allowed * (1 + 1e-9), all->printed, number(mean), row.span);
  }

  void tests(const Row& row) {
    for (const PrintedTest& test : row.tests) {
      const std::string id =
          "p/" + row.id + (test.arms.size() == 2 ? "/" + test.arms[0] + "-" + test.arms[1] : "");
      if (test.method == "cmh") {
        cannot(id, test.p.printed, "strata_not_printed", test.span);
      } else if (test.method == "unspecified") {
        cannot(id, test.p.printed, "test_not_named", test.span);
      } else if (test.method != "fisher" || test.arms.size() != 2) {
        cannot(id, test.p.printed, "patients_not_printed", test.span);
      } else {
        fisher(row, test, id);
      }
    }
  }

  void fisher(const Row& row, const PrintedTest& test, const std::string& id) {
    const Count* first = row.count(test.arms[0]);
    const Count* second = row.count(test.arms[1]);
    if (first == nullptr || second == nullptr || !first->total || !second->total) {
      cannot(id, test.p.printed, "counts_not_printed", test.span);
      return;
    }
    const auto a = Proportion::make(first->events, *first->total);
    const auto b = Proportion::make(second->events, *second->total);
    if (!a || !b) return;
    const double p = fisher_p(*a, *b);
    const double printed = facts::to_double(test.p.value);
    const bool agrees =
        test.p.below ? p < printed
                     : std::fabs(p - printed) <= facts::to_double(half_unit(test.p)) * (1 + 1e-9);
    tell(id, agrees, test.p.printed, number(p), test.span);
  }

  void sums(const Sum& sum) {
    const Row* whole = study_.row(sum.whole.row);
    if (whole == nullptr) return;
    for (const Count& count : whole->counts) {
      if (!sum.whole.arm.empty() && count.arm != sum.whole.arm) continue;
      if (sum.whole.arm.empty() && count.arm == "all") continue;
      std::int64_t total = 0;
      bool complete = true;
      for (const Term& term : sum.parts) {
        const Row* part = study_.row(term.row);
        const Count* number =
            part == nullptr ? nullptr : part->count(term.arm.empty() ? count.arm : term.arm);
        complete = complete && number != nullptr;
        if (number != nullptr) total += term.subtracted ? -number->events : number->events;
      }
      const std::string id = "sum/" + sum.written + "/" + count.arm;
      if (complete) {
        tell(id, total == count.events, std::to_string(count.events), std::to_string(total),
             sum.span);
      } else {
        cannot(id, std::to_string(count.events), "counts_not_printed", sum.span);
      }
    }
  }

  const Evidence& evidence_;
  const Study& study_;
  std::vector<AuditCheck>& checks_;
  std::vector<bool> used_;  // for each declaration
};

}  // namespace

std::vector<AuditCheck> audit(const Evidence& evidence) {
  std::vector<AuditCheck> checks;
  for (const Study& study : evidence.studies) Auditor(evidence, study, checks).run();
  return checks;
}

core::Diagnostics diagnostics_of(const std::vector<AuditCheck>& checks) {
  core::Diagnostics diagnostics;
  for (const AuditCheck& check : checks) {
    if (check.verdict != AuditVerdict::disagrees) continue;
    if (!check.reason.empty()) {
      diagnostics.add({core::Code::not_reproduced,
                       check.span,
                       check.id + ": nothing disagrees that would have to be declared",
                       {},
                       "take the declaration away"});
      continue;
    }
    diagnostics.add({core::Code::not_reproduced,
                     check.span,
                     check.id + ": printed " + check.printed + ", recomputed " + check.recomputed,
                     {},
                     "correct the figure, or declare it with its reason"});
  }
  return diagnostics;
}

}  // namespace regimen::evidence
