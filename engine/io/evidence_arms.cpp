// Entry: arms_json, best_json, write_arms, write_best. Test: tests/io/evidence_compare_test.cpp.
#include <array>

#include "engine/evidence/statistics/bayes.h"
#include "engine/io/evidence_parts.h"

namespace regimen::io {

using evidence::Limits;
using evidence::Proportion;

namespace {

constexpr double level = evidence::interval_level;

struct Method {
  const char* name;
  std::optional<Limits> (*limits)(const Proportion&, double);
};

constexpr std::array<Method, 4> methods = {
    {{"wilson", evidence::proportion_wilson},
     {"clopper_pearson", evidence::proportion_clopper_pearson},
     {"mid_p", evidence::proportion_mid_p},
     {"jeffreys", evidence::proportion_jeffreys}}};

}  // namespace

Json arms_json(const evidence::OutcomeEffect& effect) {
  Json arms = Json::array();
  for (const evidence::ArmEffect& arm : effect.arms) {
    const auto estimate = arm.count.estimate();
    Json intervals = Json::array();
    for (const Method& method : methods) {
      const auto limits = method.limits(arm.count, level);
      intervals.push_back({{"method", method.name},
                           {"level", level},
                           {"low", limits ? figure_json(limits->low) : Json(nullptr)},
                           {"high", limits ? figure_json(limits->high) : Json(nullptr)}});
    }
    arms.push_back({{"arm", arm.arm},
                    {"events", arm.count.events},
                    {"total", arm.count.total},
                    {"estimate", estimate ? figure_json(*estimate) : Json(nullptr)},
                    {"intervals", std::move(intervals)}});
  }
  return arms;
}

Json best_json(const evidence::OutcomeEffect& effect) {
  const bool harm = effect.direction == "harm";
  if (effect.arms.size() != 3 || (!harm && effect.direction != "benefit")) return nullptr;
  // The lowest proportion is the highest of what did not happen.
  const auto believed = [&](std::size_t i) {
    const Proportion& count = effect.arms[i].count;
    return evidence::belief(harm ? count.complement() : count, evidence::Prior::jeffreys);
  };
  const auto best = evidence::probability_best({believed(0), believed(1), believed(2)});
  Json arms = Json::array();
  for (std::size_t i = 0; i < best.size(); ++i) {
    arms.push_back({{"arm", effect.arms[i].arm}, {"probability", figure_json(best.at(i))}});
  }
  return {
      {"prior", "beta(1/2,1/2)"}, {"best", harm ? "lowest" : "highest"}, {"arms", std::move(arms)}};
}

void write_arms(const Speaker& speaker, const evidence::Study& study, const Json& arms,
                Page& page) {
  page.heading(tell(speaker, "proportions"));
  for (const Json& arm : arms) {
    page.line(arm_name(speaker, study, arm["arm"].get<std::string>()) + " " + arm["events"].dump() +
                  "/" + arm["total"].dump(),
              2);
    for (const Json& interval : arm["intervals"]) {
      write_figures(speaker, speaker.word("methods", interval["method"].get<std::string>()),
                    {arm["estimate"], interval["low"], interval["high"]}, 4, page);
    }
  }
}

void write_best(const Speaker& speaker, const evidence::Study& study, const Json& best,
                Page& page) {
  if (best.is_null()) return;
  page.heading(tell(speaker, "best-" + best["best"].get<std::string>(),
                    {{"prior", speaker.word("priors", best["prior"].get<std::string>())}}));
  for (const Json& arm : best["arms"]) {
    write_figures(speaker, arm_name(speaker, study, arm["arm"].get<std::string>()),
                  {arm["probability"]}, 2, page);
  }
}

}  // namespace regimen::io
