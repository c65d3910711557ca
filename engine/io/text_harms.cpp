// Entry: write_harms. Test: the golden reports of tests/golden.
#include <cmath>

#include "engine/io/text_parts.h"

namespace regimen::io {

namespace {

class HarmsWriter {
 public:
  HarmsWriter(const Writing& writing, const evidence::Evidence& evidence)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page), evidence_(evidence) {}

  void run() {
    page_.heading(speaker_.say("other-harms"));
    std::string outcome;
    for (const evidence::OtherHarm& harm : writing_.decision.other_harms) {
      const evidence::Study* study = evidence_.study(harm.study);
      if (study == nullptr) continue;
      const std::string head = harm.study + "/" + harm.row.outcome;
      if (head != outcome) title(harm);
      outcome = head;
      one(harm, *study);
    }
  }

 private:
  void title(const evidence::OtherHarm& harm) {
    const evidence::Outcome* known = evidence_.outcome(harm.row.outcome);
    std::string text = known == nullptr ? harm.row.outcome : speaker_.text(known->name);
    text += ", " + speaker_.word("designs", harm.design);
    const std::string population = speaker_.text(harm.population);
    if (!population.empty()) text += ": " + population;
    text += "; " + speaker_.word("certainties", harm.certainty);
    page_.line(text, 2);
  }

  [[nodiscard]] std::string exposure(const evidence::Study& study, const std::string& id) const {
    const evidence::Arm* arm = study.arm(id);
    return arm == nullptr ? id : speaker_.text(arm->name);
  }

  void one(const evidence::OtherHarm& harm, const evidence::Study& study) {
    const evidence::Row& row = harm.row;
    const std::string mark = " " + writing_.sources.cite({{row.source, row.at, "supports"}});
    for (const evidence::Count& count : row.counts) {
      std::string text = exposure(study, count.arm) + ": " + std::to_string(count.events);
      if (count.total) text += "/" + std::to_string(*count.total);
      page_.item('-', text + mark, 4);
    }
    if (!row.estimate) return;
    const evidence::Estimate& estimate = *row.estimate;
    std::string text = exposure(study, estimate.of);
    if (!estimate.against.empty())
      text = speaker_.say("pair", {{"of", text}, {"against", exposure(study, estimate.against)}});
    text += ": " + speaker_.word("statistics", estimate.statistic) + " " +
            speaker_.number(estimate.value.printed);
    if (!estimate.per.empty())
      text += " " + speaker_.say("per", {{"per", speaker_.exposure(estimate.per)}});
    if (estimate.low && estimate.high) {
      text += " (" +
              speaker_.say("from-to", {{"low", speaker_.number(estimate.low->printed)},
                                       {"high", speaker_.number(estimate.high->printed)}}) +
              ")";
    }
    if (estimate.adjusted) text += ", " + speaker_.say("adjusted");
    if (harm.converted) {
      text += "; " +
              speaker_.say("converted", {{"horizon", speaker_.span(writing_.decision.harm_horizon)},
                                         {"count", hundredths(harm.converted->per_1000)}});
    }
    page_.item('-', text + mark, 4);
  }

  [[nodiscard]] std::string hundredths(double value) const {
    const auto parts = static_cast<long long>(std::llround(value * 100));
    const std::string rest = std::to_string(parts % 100);
    return speaker_.number(std::to_string(parts / 100) + "." + (rest.size() < 2 ? "0" : "") + rest);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
  const evidence::Evidence& evidence_;
};

}  // namespace

void write_harms(const Writing& writing) {
  if (writing.decision.other_harms.empty() || writing.evidence == nullptr) return;
  HarmsWriter(writing, *writing.evidence).run();
}

}  // namespace regimen::io
