// Entry: Metrics. Test: tests/service/service_test.cpp.
#include "engine/embed/service/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace regimen::embed::service {

namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
  text.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void single(std::string& text, std::string_view name, std::string_view type, std::string_view help,
            const std::string& value) {
  head(text, name, type, help);
  text.append(name).append(" ").append(value).append("\n");
}

}  // namespace

void Metrics::answered(const std::string& route, int status, const std::string& outcome,
                       double seconds) {
  const auto place =
      static_cast<std::size_t>(std::ranges::lower_bound(classes, seconds) - classes.begin());
  const std::scoped_lock lock(mutex_);
  ++answers_[{route, status, outcome}];
  Times& times = times_[route];
  ++times.counts[place];
  times.sum += seconds;
}

std::string Metrics::text() const {
  std::string text;
  {
    const std::scoped_lock lock(mutex_);
    head(text, "regimen_requests_total", "counter", "Answers, by route, status and outcome.");
    for (const auto& [key, count] : answers_) {
      const auto& [route, status, outcome] = key;
      text.append("regimen_requests_total{route=\"").append(route).append("\",status=\"");
      text.append(std::to_string(status)).append("\",outcome=\"").append(outcome);
      text.append("\"} ").append(std::to_string(count)).append("\n");
    }
    head(text, "regimen_request_seconds", "histogram", "Time to answer, by route.");
    for (const auto& [route, times] : times_) {
      const auto add = [&, &named = route](std::string_view name, std::string_view more,
                                           const std::string& value) {
        text.append("regimen_request_seconds").append(name).append("{route=\"").append(named);
        text.append("\"").append(more).append("} ").append(value).append("\n");
      };
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < times.counts.size(); ++i) {
        sum += times.counts[i];
        std::string upper = ",le=\"";
        upper.append(i < classes.size() ? number(classes[i]) : "+Inf").append("\"");
        add("_bucket", upper, std::to_string(sum));
      }
      add("_sum", "", number(times.sum));
      add("_count", "", std::to_string(sum));
    }
  }
  single(text, "regimen_logged_total", "counter", "Answers whose decisions were logged.",
         std::to_string(logged_));
  single(text, "regimen_unlogged_total", "counter",
         "Answers whose decisions could not be logged in time.", std::to_string(unlogged_));
  single(text, "regimen_reloads_total", "counter",
         "Reloads of packs and knowledge that were taken.", std::to_string(reloads_));
  single(text, "regimen_failed_reloads_total", "counter",
         "Reloads that were refused; the last good packs were kept.",
         std::to_string(failed_reloads_));
  return text;
}

}  // namespace regimen::embed::service
