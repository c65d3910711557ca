// Entry: check_model, believe. Test: tests/decision/benefit_risk/beliefs_test.cpp.
#include "engine/decision/benefit_risk/beliefs.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "engine/core/mapping.h"
#include "engine/evidence/effects.h"
#include "engine/evidence/harms.h"
#include "engine/evidence/statistics/bayes.h"
#include "engine/evidence/statistics/rate.h"

namespace regimen::decision {

using core::Code;
using evidence::Count;
using evidence::Evidence;
using evidence::Outcome;
using evidence::Row;
using evidence::Study;
using language::ModelCriterion;

double Belief::mean() const {
  return std::accumulate(quantiles.begin(), quantiles.end(), 0.0) /
         static_cast<double>(quantiles.size());
}

double Belief::at(double probability) const {
  const auto last = static_cast<double>(quantiles.size() - 1);
  const double place =
      std::clamp(probability * static_cast<double>(quantiles.size()) - 0.5, 0.0, last);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, quantiles.size() - 1);
  return std::lerp(quantiles[below], quantiles[above], place - static_cast<double>(below));
}

namespace {

constexpr std::size_t quantile_count = 512;

std::vector<std::string> regimens_of(const Study& study) {
  std::vector<std::string> result;
  for (const evidence::Arm& arm : study.arms) {
    if (!arm.regimen.empty()) result.push_back(arm.regimen);
  }
  return result;
}

// The row of a criterion from which its outcome is known.
const Row* leading_row(const ModelCriterion& criterion, const language::Pack& pack,
                       const Evidence& evidence) {
  const Study* study =
      evidence.study(criterion.is_rate() ? criterion.rates.study : pack.evidence.study);
  if (study == nullptr) return nullptr;
  if (!criterion.is_rate()) return study->row(criterion.row);
  return criterion.rates.rows.empty() ? nullptr : study->row(criterion.rates.rows.begin()->second);
}

// An outcome with all that it is part of, through any number of steps.
std::set<std::string> wholes_of(const Evidence& evidence, const std::string& part) {
  std::set<std::string> found;
  std::vector<std::string> open = {part};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const Outcome* outcome = found.insert(next).second ? evidence.outcome(next) : nullptr;
    if (outcome != nullptr)
      open.insert(open.end(), outcome->part_of.begin(), outcome->part_of.end());
  }
  return found;
}

bool mirrors(const Evidence& evidence, const std::string& a, const std::string& b) {
  const Outcome* outcome = evidence.outcome(a);
  return outcome != nullptr && outcome->mirrors == b;
}

class Checker {
 public:
  Checker(const language::Pack& pack, const Evidence& evidence, core::Diagnostics& diagnostics)
      : pack_(pack), evidence_(evidence), diagnostics_(diagnostics) {}

  void run() {
    const language::ValueModel& model = *pack_.model;
    const Study* study = evidence_.study(pack_.evidence.study);
    if (study == nullptr) {
      fail(model.span, "a value model needs the study of the pack", pack_.evidence.study);
      return;
    }
    regimens_ = regimens_of(*study);
    if (!evidence::years_of(model.horizon))
      fail(model.span, "a horizon in years or weeks is expected", model.horizon);
    for (const ModelCriterion& criterion : model.criteria) {
      if (criterion.is_rate()) {
        rates(criterion);
      } else {
        counts(criterion, *study);
      }
      direction(criterion);
    }
    twice();
  }

 private:
  void fail(const core::Span& span, const std::string& message, const std::string& subject) {
    diagnostics_.add({Code::bad_model, span, message, subject});
  }
  void unknown(const core::Span& span, const std::string& message, const std::string& subject) {
    diagnostics_.add({Code::unknown_in_study, span, message, subject});
  }

  void counts(const ModelCriterion& criterion, const Study& study) {
    const Row* row = study.row(criterion.row);
    if (row == nullptr) {
      unknown(criterion.span, "the study has no such row", criterion.row);
      return;
    }
    for (const std::string& regimen : regimens_) {
      const Count* count = row->count(study.arm_of(regimen)->id);
      if (count == nullptr || !count->total || *count->total == 0)
        fail(criterion.span, "this row counts no patients of `" + regimen + "`", criterion.row);
    }
  }

  void rates(const ModelCriterion& criterion) {
    const language::RateUse& use = criterion.rates;
    const Study* study = evidence_.study(use.study);
    if (study == nullptr) {
      unknown(criterion.span, "no such study", use.study);
      return;
    }
    const Row* cases = study->row(use.cases);
    if (cases == nullptr) unknown(criterion.span, "the study has no such row", use.cases);
    const Row* first = leading_row(criterion, pack_, evidence_);
    for (const std::string& regimen : regimens_) {
      const auto name = use.rows.find(regimen);
      if (name == use.rows.end()) {
        fail(criterion.span, "a rate is needed for every regimen", regimen);
        continue;
      }
      const Row* row = study->row(name->second);
      if (row == nullptr) {
        unknown(criterion.span, "the study has no such row", name->second);
      } else if (!evidence::yearly_rate(*row)) {
        fail(criterion.span, "this row gives no rate per patient-years", name->second);
      } else if (cases != nullptr && !has_cases(*cases, row->estimate->of)) {
        fail(criterion.span, "there are no cases behind the rate", name->second);
      } else if (first != nullptr && row->outcome != first->outcome) {
        fail(criterion.span, "the rates are not all of one outcome", name->second);
      }
    }
    for (const auto& [regimen, row] : use.rows) {
      if (std::find(regimens_.begin(), regimens_.end(), regimen) == regimens_.end())
        unknown(criterion.span, "no arm of the study stands for this regimen", regimen);
    }
  }

  // Without a case the patient-years behind a rate cannot be told.
  static bool has_cases(const Row& cases, const std::string& exposure) {
    const Count* count = cases.count(exposure);
    return count != nullptr && count->events > 0;
  }

  // A benefit is worth more the more have it, a harm less.
  void direction(const ModelCriterion& criterion) {
    const Row* row = leading_row(criterion, pack_, evidence_);
    const Outcome* outcome = row == nullptr ? nullptr : evidence_.outcome(row->outcome);
    if (outcome == nullptr || criterion.knots.empty()) return;
    const bool rises = criterion.knots.front().worth < criterion.knots.back().worth;
    if (outcome->direction != (rises ? "benefit" : "harm"))
      fail(criterion.span, "the value function goes against its outcome", criterion.id);
  }

  void twice() {
    const auto& criteria = pack_.model->criteria;
    for (std::size_t i = 0; i < criteria.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Row* a = leading_row(criteria[i], pack_, evidence_);
        const Row* b = leading_row(criteria[j], pack_, evidence_);
        if (a == nullptr || b == nullptr) continue;
        const bool same = wholes_of(evidence_, a->outcome).count(b->outcome) > 0 ||
                          wholes_of(evidence_, b->outcome).count(a->outcome) > 0 ||
                          mirrors(evidence_, a->outcome, b->outcome) ||
                          mirrors(evidence_, b->outcome, a->outcome);
        if (same) {
          diagnostics_.add({Code::counted_twice, criteria[i].span,
                            "this criterion counts the same patients as `" + criteria[j].id + "`",
                            criteria[i].id});
        }
      }
    }
  }

  const language::Pack& pack_;
  const Evidence& evidence_;
  core::Diagnostics& diagnostics_;
  std::vector<std::string> regimens_;
};

template <typename Quantile>
Belief tabulated(const Quantile& quantile) {
  Belief belief;
  belief.quantiles.reserve(quantile_count);
  for (std::size_t i = 0; i < quantile_count; ++i) {
    belief.quantiles.push_back(
        quantile((static_cast<double>(i) + 0.5) / static_cast<double>(quantile_count)));
  }
  return belief;
}

Belief counted(const Count& count, evidence::Prior prior) {
  const evidence::Belief posterior = evidence::belief({count.events, *count.total}, prior);
  return tabulated([&](double probability) { return posterior.quantile(probability); });
}

// The patient-years are those that turn the cases into the printed rate.
Belief converted(const Row& row, const Count& cases, evidence::Prior prior, double years) {
  const double rate = *evidence::yearly_rate(row);
  const double time = rate > 0 ? static_cast<double>(cases.events) / rate : 0;
  const auto counted = evidence::Rate::make(cases.events, time);
  return tabulated([&](double probability) {
    const auto quantile =
        counted ? evidence::rate_quantile(*counted, prior, probability) : std::optional<double>();
    return -std::expm1(-quantile.value_or(rate) * years);
  });
}

}  // namespace

void check_model(const language::Pack& pack, const Evidence& evidence,
                 core::Diagnostics& diagnostics) {
  if (pack.model) Checker(pack, evidence, diagnostics).run();
}

Beliefs believe(const language::Pack& pack, const Evidence& evidence) {
  const Study& study = *evidence.study(pack.evidence.study);
  const language::ValueModel& model = *pack.model;
  const auto prior = model.prior == language::PriorName::jeffreys ? evidence::Prior::jeffreys
                                                                  : evidence::Prior::uniform;
  Beliefs beliefs;
  beliefs.regimens = regimens_of(study);
  for (const ModelCriterion& criterion : model.criteria) {
    std::vector<Belief> shares;
    for (const std::string& regimen : beliefs.regimens) {
      if (!criterion.is_rate()) {
        const Row& row = *study.row(criterion.row);
        shares.push_back(counted(*row.count(study.arm_of(regimen)->id), prior));
        continue;
      }
      const Study& other = *evidence.study(criterion.rates.study);
      const Row& row = *other.row(criterion.rates.rows.at(regimen));
      const Count& cases = *other.row(criterion.rates.cases)->count(row.estimate->of);
      shares.push_back(converted(row, cases, prior, *evidence::years_of(model.horizon)));
    }
    beliefs.shares.push_back(std::move(shares));
  }
  return beliefs;
}

}  // namespace regimen::decision
