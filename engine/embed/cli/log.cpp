// Entry: log: a decision log is verified, replayed or counted. Test: tests/embed/log_test.sh.
#include <array>
#include <cstdio>
#include <iostream>

#include "engine/embed/cli/commands.h"
#include "engine/embed/log/replay.h"
#include "engine/embed/log/stats.h"
#include "engine/embed/log/verify.h"
#include "engine/embed/service/decided_call.h"
#include "engine/io/json_parts.h"

namespace regimen::embed::cli {

namespace {

using io::Json;

int refuse(const core::Failure& failure) {
  complain(failure.path + ": " + failure.message);
  return failure.kind == core::FailureKind::damaged ? exit_bad_input : exit_system;
}

int print(const std::string& text, int status) {
  std::cout << text << std::flush;
  if (std::cout) return status;
  complain("standard output cannot be written");
  return exit_system;
}

int print(const Json& json, int status) {
  return print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", status);
}

// What the text report puts into words.
std::string why(const log::Break& broken) {
  switch (broken.kind) {
    case log::BreakKind::changed:
      return "it was changed, or one before it was taken out";
    case log::BreakKind::missing:
      return "it is missing, and later ones are there";
    case log::BreakKind::reordered:
      return "it stands elsewhere";
    case log::BreakKind::kept:
      return "an input that is kept is not the one that was decided";
    case log::BreakKind::schema:
      return "the tables, views or triggers are not those of a log";
    case log::BreakKind::expected:
      return "no record has the hash that was expected: the end was cut off, or the log was "
             "written "
             "anew";
  }
  return {};
}

std::string verification_text(const log::Verification& found) {
  const auto line = [](const std::string& name, const std::string& value) {
    return name + ": " + value + "\n";
  };
  std::string text = found.broken ? "DOES NOT HOLD" : "holds";
  if (found.broken) {
    if (found.broken->sequence > 0) text += " at record " + std::to_string(found.broken->sequence);
    text += ": " + why(*found.broken);
  }
  text += "\n";
  text += line(found.broken ? "records before" : "records", std::to_string(found.sequence)) +
          line("decisions", std::to_string(found.decisions)) +
          line("feedback", std::to_string(found.feedback)) +
          line("gaps", std::to_string(found.gaps) +
                           (found.gaps > 0 ? ", lost " + std::to_string(found.lost) : ""));
  if (found.kept + found.taken_out > 0) {
    text += line("inputs kept",
                 std::to_string(found.kept) + ", taken out " + std::to_string(found.taken_out));
  }
  if (!found.first.empty()) text += line("from", found.first) + line("to", found.last);
  return text + line("last", std::to_string(found.sequence) + ":" + found.hash);
}

Json verification_json(const log::Verification& found) {
  Json json = {{"holds", !found.broken.has_value()},
               {"records", found.sequence},
               {"decisions", found.decisions},
               {"feedback", found.feedback},
               {"gaps", found.gaps},
               {"lost", found.lost},
               {"inputs", {{"kept", found.kept}, {"taken_out", found.taken_out}}},
               {"from", found.first.empty() ? Json() : Json(found.first)},
               {"to", found.last.empty() ? Json() : Json(found.last)},
               {"last", {{"sequence", found.sequence}, {"hash", found.hash}}},
               {"broken", nullptr}};
  if (found.broken) {
    const std::int64_t sequence = found.broken->sequence;
    json["broken"] = {{"sequence", sequence > 0 ? Json(sequence) : Json()},
                      {"why", to_text(found.broken->kind)}};
  }
  return json;
}

int verify(const Common& common, const LogCommand& command) {
  std::optional<log::ExpectedHash> expected;
  if (!command.expected.empty()) {
    expected = log::read_expected(command.expected);
    if (!expected) {
      complain("--expect needs a hash of 64 digits, or SEQUENCE:HASH, as verify prints it");
      return exit_usage;
    }
  }
  const auto result = log::verify(command.file, expected);
  if (!result.ok()) return refuse(result.failure());
  const log::Verification& found = result.value();
  const int status = found.broken ? exit_did_not_hold : exit_done;
  return common.format == Format::json ? print(verification_json(found), status)
                                       : print(verification_text(found), status);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

// Only what is not the same is told one by one in the text.
std::string replayed_text(const log::Replayed& one) {
  if (one.outcome == log::ReplayOutcome::same) return {};
  std::string text = std::to_string(one.sequence) + " " + one.id + ": ";
  switch (one.outcome) {
    case log::ReplayOutcome::same:
      break;
    case log::ReplayOutcome::different:
      text += "differs in " + joined(one.parts);
      break;
    case log::ReplayOutcome::no_input:
      text += "no input";
      break;
    case log::ReplayOutcome::not_possible:
      text += "cannot be decided again: its options or its patient mean nothing here";
      break;
  }
  if (!one.other.empty()) text += "; then other: " + joined(one.other);
  return text + "\n";
}

Json replayed_json(const log::Replayed& one) {
  return {{"sequence", one.sequence},
          {"id", one.id},
          {"outcome", to_text(one.outcome)},
          {"parts", one.parts},
          {"other", one.other}};
}

// Calls of hooks as the service decides them, where the pack is offered to EHRs; else as
// `evaluate`.
log::Redecide redecide(const Engine& engine, const Common& common, core::Sources& sources) {
  core::Diagnostics untold;
  const auto offer = service::read_offer(common.pack_folder(common.pack), engine.pack().pack,
                                         engine.knowledge(), sources, untold);
  return [&engine, offer](const std::string& source, std::string text,
                          const EvaluateOptions& options) {
    const auto hook = service::hook_of(source);
    if (!hook) return engine.evaluate_all("input", std::move(text), options);
    std::vector<Evaluation> all(1);
    if (!offer || !options.as_of || engine.fhir() == nullptr) return all;
    const core::Source body("input", std::move(text), core::Privacy::patient);
    auto decided = service::decide_call(body, *hook, *offer, engine, options);
    if (auto* one = std::get_if<service::DecidedCall>(&decided))
      all.front().decision = std::move(one->decision);
    return all;
  };
}

int replay(const Common& common, const LogCommand& command) {
  std::shared_ptr<core::Sources> sources;
  const auto engine = open_engine(common, common.pack, common.safety, sources);
  if (engine == nullptr) return exit_bad_pack;
  const auto inputs = log::find_inputs({command.inputs.begin(), command.inputs.end()});
  if (!inputs.ok()) {
    complain(inputs.failure().path + ": " + inputs.failure().message);
    return exit_system;
  }
  const bool json = common.format == Format::json;
  std::string text;
  Json list = Json::array();
  const auto result = log::replay(
      command.file, *engine, inputs.value(),
      [&](const log::Replayed& one) {
        json ? list.push_back(replayed_json(one)) : void(text += replayed_text(one));
      },
      redecide(*engine, common, *sources));
  if (!result.ok()) return refuse(result.failure());
  const log::ReplaySums& sums = result.value();
  const int status = sums.different > 0 ? exit_did_not_hold : exit_done;
  if (json) {
    return print(Json{{"same", sums.same},
                      {"different", sums.different},
                      {"no_input", sums.no_input},
                      {"not_possible", sums.not_possible},
                      {"other", sums.other},
                      {"decisions", std::move(list)}},
                 status);
  }
  text += "same " + std::to_string(sums.same) + ", different " + std::to_string(sums.different) +
          ", no input " + std::to_string(sums.no_input);
  if (sums.not_possible > 0) text += ", not possible " + std::to_string(sums.not_possible);
  text += "; decided by other rules, knowledge or program: " + std::to_string(sums.other) + "\n";
  return print(text, status);
}

std::string percent(double share) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.0f %%", share * 100);
  return text.data();
}

std::string rule_text(const log::RuleAnswers& rule) {
  std::string text = "  " + rule.rule + ": shown " + std::to_string(rule.shown) + ", overridden " +
                     std::to_string(rule.overridden) + " of " + std::to_string(rule.answered()) +
                     " answered";
  if (const auto rate = rule.override_rate()) text += " (" + percent(*rate) + ")";
  std::string reasons;
  for (const auto& [reason, count] : rule.reasons) {
    reasons += (reasons.empty() ? "; " : ", ") + (reason.empty() ? "no reason" : reason) + " " +
               std::to_string(count);
  }
  return text + reasons + "\n";
}

std::string stats_text(const log::LogStats& stats) {
  std::string text = "decisions by source and status\n";
  for (const log::SourceCount& one : stats.sources)
    text += "  " + one.source + " " + one.status + ": " + std::to_string(one.decisions) + "\n";
  text += "cards shown " + std::to_string(stats.cards) + ", answers " +
          std::to_string(stats.answers) + ", of them to no card of this log " +
          std::to_string(stats.strange_answers) + "\n";
  if (!stats.rules.empty()) text += "rules\n";
  for (const log::RuleAnswers& rule : stats.rules) text += rule_text(rule);
  return text + "gaps " + std::to_string(stats.gaps) + ", lost " + std::to_string(stats.lost) +
         "\n";
}

Json rule_json(const log::RuleAnswers& rule) {
  Json reasons = Json::array();
  for (const auto& [reason, count] : rule.reasons)
    reasons.push_back({{"reason", reason.empty() ? Json() : Json(reason)}, {"count", count}});
  const auto rate = rule.override_rate();
  return {{"rule", rule.rule},
          {"shown", rule.shown},
          {"answered", rule.answered()},
          {"accepted", rule.accepted},
          {"overridden", rule.overridden},
          {"override_rate", rate ? io::figure_json(*rate) : Json()},
          {"reasons", std::move(reasons)}};
}

Json stats_json(const log::LogStats& stats) {
  Json sources = Json::array();
  for (const log::SourceCount& one : stats.sources) {
    sources.push_back(
        {{"source", one.source}, {"status", one.status}, {"decisions", one.decisions}});
  }
  Json rules = Json::array();
  for (const log::RuleAnswers& rule : stats.rules) rules.push_back(rule_json(rule));
  return {{"decisions", std::move(sources)},
          {"cards", stats.cards},
          {"answers", stats.answers},
          {"strange_answers", stats.strange_answers},
          {"rules", std::move(rules)},
          {"gaps", stats.gaps},
          {"lost", stats.lost}};
}

int stats(const Common& common, const LogCommand& command) {
  const auto result = log::stats(command.file);
  if (!result.ok()) return refuse(result.failure());
  return common.format == Format::json ? print(stats_json(result.value()), exit_done)
                                       : print(stats_text(result.value()), exit_done);
}

}  // namespace

int log(const Common& common, const LogCommand& command) {
  switch (command.what) {
    case LogCommand::What::verify:
      return verify(common, command);
    case LogCommand::What::replay:
      return replay(common, command);
    case LogCommand::What::stats:
      return stats(common, command);
  }
  return exit_our_fault;
}

}  // namespace regimen::embed::cli
