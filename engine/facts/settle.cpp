// Entry: settle. Test: tests/facts/settle_test.cpp.
#include "engine/facts/settle.h"

#include <algorithm>
#include <numeric>

namespace regimen::facts {

namespace {

// Without a date, a fact was stated some time up to as_of.
DateRange date_of(const Observation& observation, Day as_of) {
  return observation.date.value_or(DateRange{first_day, as_of});
}

bool surely_after(const DateRange& date, Day as_of) { return date.first > as_of; }
bool maybe_after(const DateRange& date, Day as_of) { return date.last > as_of; }

// --- single facts ---

using Candidates = std::vector<const Observation*>;

// Those of which none other is surely newer.
Candidates newest(const Candidates& observations, Day as_of) {
  Candidates result;
  for (const Observation* one : observations) {
    const bool superseded =
        std::any_of(observations.begin(), observations.end(), [&](const Observation* other) {
          // One that may lie after as_of may be unused, so it sets no other one aside.
          return !maybe_after(date_of(*other, as_of), as_of) &&
                 date_of(*one, as_of).last < date_of(*other, as_of).first;
        });
    if (!superseded) result.push_back(one);
  }
  return result;
}

bool agree(const Candidates& candidates) {
  return std::all_of(candidates.begin(), candidates.end(), [&](const Observation* one) {
    return one->stated.value.has_value() && *one->stated.value == *candidates.front()->stated.value;
  });
}

bool is_unanswered(const Value& value, const ValueType& type) {
  const auto* word = std::get_if<Word>(&value);
  return word != nullptr && word->id && !type.words.unanswered.empty() &&
         type.words.unanswered[*word->id];
}

void describe(SettledFact& fact, const Observation& observation) {
  fact.shown = observation.stated.shown;
  fact.converted = observation.stated.converted;
  fact.date = observation.date;
  fact.origin = observation.origin;
}

// The reason why the candidates give no value, or nothing where they give one.
std::optional<Cause> trouble(const Candidates& candidates, const ValueType& type,
                             const std::optional<Span>& stale, Day as_of) {
  for (const Observation* one : candidates) {
    if (one->bad_date) return Cause::invalid;
    if (!one->stated.value) return one->stated.cause;
  }
  if (!agree(candidates)) return Cause::conflicting;
  if (is_unanswered(*candidates.front()->stated.value, type)) return Cause::unanswered;
  const bool only_doubtful =
      std::all_of(candidates.begin(), candidates.end(),
                  [&](const Observation* one) { return maybe_after(date_of(*one, as_of), as_of); });
  if (only_doubtful) return Cause::imprecise;
  if (!stale) return std::nullopt;
  for (const Observation* one : candidates) {
    if (!one->date) continue;
    // A window, both ends of which belong to it; months are counted back by the calendar.
    const Span age = span_between(*one->date, {as_of, as_of});
    const bool calendar = stale->months.is_point() && stale->months.low.at->is_whole();
    Truth fresh = less_equal(age.days, stale->days);
    if (calendar) {
      const Day from = add_months(as_of, -stale->months.low.at->floor());
      fresh = negation(less(*one->date, {from, from}));
    }
    if (fresh != Truth::yes) return Cause::stale;
  }
  return std::nullopt;
}

// A span that grows from day to day, as it is on as_of.
Span grown(const Span& stated, const DateRange& date, Day as_of) {
  const Span since = span_between({date.first, std::min(date.last, as_of)}, {as_of, as_of});
  if (*since.days.high.at == Rational(0)) return stated;
  Span result{add(stated.days, since.days), {}};
  // Two broken months may make a whole one.
  if (stated.months.low.at) {
    result.months.low = {Rational(stated.months.low.at->floor() + since.months.low.at->floor()),
                         false};
  }
  if (stated.months.high.at) {
    result.months.high = {
        Rational(stated.months.high.at->floor() + since.months.high.at->floor() + 2), true};
  }
  return result;
}

void add_candidate(SettledFact& fact, const Value& value) {
  const auto& all = fact.candidates;
  if (std::find(all.begin(), all.end(), value) == all.end()) fact.candidates.push_back(value);
}

SettledFact settle_fact(FactId id, const Record& record, const Vocabulary& vocabulary,
                        const std::optional<Span>& stale, std::vector<Ignored>& ignored) {
  const FactDef& def = vocabulary.facts()[id];
  const Day as_of = *record.as_of;
  SettledFact fact;
  fact.value = unknown_value(def.type);
  fact.supplied = !record.facts[id].empty();
  Candidates usable;
  for (const Observation& observation : record.facts[id]) {
    if (surely_after(date_of(observation, as_of), as_of)) {
      ignored.push_back({def.at, "after_as_of"});
    } else {
      usable.push_back(&observation);
    }
  }
  if (usable.empty()) {
    insert(fact.missing, {def.at, Cause::not_supplied});
    return fact;
  }
  const Candidates candidates = newest(usable, as_of);
  if (candidates.size() < usable.size()) ignored.push_back({def.at, "superseded"});
  describe(fact, *candidates.front());
  const auto cause = trouble(candidates, def.type, stale, as_of);
  if (cause) {
    insert(fact.missing, {def.at, *cause});
    for (const Observation* one : candidates) {
      const bool answers = one->stated.value && !is_unanswered(*one->stated.value, def.type);
      if (cause == Cause::conflicting && answers) add_candidate(fact, *one->stated.value);
    }
    return fact;
  }
  fact.value = *candidates.front()->stated.value;
  if (def.since && fact.date) fact.value = grown(std::get<Span>(fact.value), *fact.date, as_of);
  if (!is_settled(fact.value)) insert(fact.missing, {def.at, Cause::imprecise});
  return fact;
}

// The span since a date, joined with what was stated of it.
void derive_since(SettledFact& fact, const FactDef& def, const SettledFact& date,
                  const FactDef& date_def, Day as_of) {
  const auto since_day = [&](const DateRange& day) {
    const DateRange past{day.first, std::min(day.last, as_of)};
    return span_between(past, {as_of, as_of});
  };
  if (!fact.supplied) {
    for (const Value& candidate : date.candidates)
      add_candidate(fact, since_day(std::get<DateRange>(candidate)));
  }
  const auto* range = std::get_if<DateRange>(&date.value);
  const bool date_known = range != nullptr && *range != DateRange{};
  if (!date_known) {
    if (!fact.supplied && date.supplied) fact.missing = date.missing;
    return;
  }
  const Span since = since_day(*range);
  const auto& stated = std::get<Span>(fact.value);
  const bool has_stated = fact.missing.empty() || fact.missing.front().cause == Cause::imprecise;
  if (has_stated) {
    const auto days = intersect(stated.days, since.days);
    const auto months = intersect(stated.months, since.months);
    fact.missing.clear();
    if (!days || !months) {
      fact.candidates = {fact.value, since};
      fact.value = unknown_value(def.type);
      insert(fact.missing, {def.at, Cause::conflicting});
      return;
    }
    fact.value = Span{*days, *months};
  } else {
    fact.value = since;
    fact.missing.clear();
    fact.shown.clear();
    fact.converted.clear();
    fact.date.reset();
    fact.origin = date.origin;
  }
  if (!is_settled(fact.value)) insert(fact.missing, {date_def.at, Cause::imprecise});
}

// --- entries of lists ---

std::optional<Truth> sign(const LastingSign& lasting, const SettledEntry& entry) {
  const Value& value = entry.values[lasting.field];
  if (const auto* truth_value = std::get_if<Truth>(&value)) {
    if (*truth_value == Truth::unknown) return std::nullopt;
    return *truth_value;
  }
  const auto* word = std::get_if<Word>(&value);
  if (word == nullptr || !word->id) return std::nullopt;
  return truth(word->id == lasting.word);
}

void set_sign(const LastingSign& lasting, bool holds, SettledEntry& entry) {
  if (lasting.word) {
    if (!holds) return;  // not this word, but which is not said
    entry.values[lasting.field] = Word{lasting.word};
  } else {
    entry.values[lasting.field] = truth(holds);
  }
  entry.causes[lasting.field].reset();
}

DateRange date_field(const SettledEntry& entry, FieldId field) {
  return std::get<DateRange>(entry.values[field]);
}

// First and last day from what is stated, and what follows from them: whether it lasts, and how
// long it took.
void derive_period(const PeriodOf& period, FieldId field, const ListDef& list, Day as_of,
                   SettledEntry& entry) {
  DateRange first = date_field(entry, period.first);
  DateRange last = date_field(entry, period.last);
  const bool last_stated = last != DateRange{};
  first.last = std::min(first.last, as_of);
  std::optional<Truth> lasts;
  if (period.lasting) lasts = sign(*period.lasting, entry);
  if (period.over) {
    const auto over = sign(*period.over, entry);
    if (over == Truth::yes) lasts = Truth::no;
  }
  std::optional<Cause> cause;
  if (last_stated) {
    const bool ended = last.last < as_of;
    const bool goes_on = last.first >= as_of;
    if (last.last < first.first) {
      cause = Cause::conflicting;
      first = {first_day, as_of};
      last = {first_day, last_day};
    } else if ((ended && lasts == Truth::yes) || (last.first > as_of && lasts == Truth::no)) {
      cause = Cause::conflicting;
      last = {first.first, last_day};
    }
    // What is over has not lasted into today, as far as its end leaves that open.
    if (!cause && lasts == Truth::no)
      last.last = std::max(last.first, std::min(last.last, as_of - 1));
    if (!lasts && ended && period.over) set_sign(*period.over, true, entry);
    if (!lasts && ended && period.lasting) set_sign(*period.lasting, false, entry);
    if (!lasts && goes_on && period.lasting) set_sign(*period.lasting, true, entry);
  } else {
    last.first = std::max(last.first, first.first);
    if (lasts == Truth::yes) last.first = as_of;
    if (!cause && lasts == Truth::no) last.last = std::max(last.first, as_of - 1);
  }
  first.last = std::max(first.first, std::min(first.last, last.last));
  last.first = std::min(last.last, std::max(first.first, last.first));
  entry.values[field] = Period{first, last};
  if (!cause && !is_settled(entry.values[field])) {
    cause = entry.causes[period.first] ? entry.causes[period.first] : entry.causes[period.last];
    if (!cause) cause = Cause::imprecise;
  }
  entry.causes[field] = cause;
  if (cause == Cause::conflicting && period.lasting) {
    entry.values[period.lasting->field] = unknown_value(list.fields[period.lasting->field].type);
    entry.causes[period.lasting->field] = cause;
  }
  if (!period.length) return;

  // Both the first and the last day count; what is yet to come does not.
  const DateRange until{std::min(last.first, as_of) + 1, std::min(last.last, as_of) + 1};
  Span length = span_between(first, until);
  const Bound one_day{Rational(1), false};
  if (!length.days.low.at || *length.days.low.at < Rational(1)) length.days.low = one_day;
  if (length.months.low.at && *length.months.low.at < Rational(0))
    length.months.low = {Rational(0), false};
  if (first.first == first_day) length = Span{{length.days.low, {}}, {length.months.low, {}}};
  const FieldId length_field = *period.length;
  const auto& stated = std::get<Span>(entry.values[length_field]);
  if (entry.causes[length_field] && *entry.causes[length_field] != Cause::imprecise) {
    const bool stated_badly = *entry.causes[length_field] == Cause::invalid;
    entry.values[length_field] = length;
    if (is_settled(entry.values[length_field])) {
      entry.causes[length_field].reset();
    } else if (!stated_badly && entry.causes[period.first] != Cause::not_supplied) {
      entry.causes[length_field] = Cause::imprecise;
    }
    return;
  }
  const auto days = intersect(stated.days, length.days);
  const auto months = intersect(stated.months, length.months);
  // A month is 28 to 31 days, so days decide whether what is stated can be so.
  if (days) {
    entry.values[length_field] = Span{*days, months.value_or(length.months)};
    if (is_settled(entry.values[length_field])) entry.causes[length_field].reset();
  } else {
    entry.values[length_field] = unknown_value(list.fields[length_field].type);
    entry.causes[length_field] = Cause::conflicting;
  }
}

void derive_attribute(const AttributeOf& attribute, FieldId field, const Terminology& terminology,
                      SettledEntry& entry) {
  const auto& name = std::get<ConceptName>(entry.values[attribute.field]);
  if (!name.id) {
    entry.causes[field] = entry.causes[attribute.field];
    return;
  }
  // A class may leave the number to what stands under it, so only the concept itself speaks.
  const auto& attributes = terminology.at(*name.id).attributes;
  const auto place = attributes.find(attribute.attribute);
  if (place == attributes.end()) {
    entry.causes[field] = Cause::not_supplied;
  } else {
    entry.values[field] = Interval::point(place->second);
    entry.causes[field].reset();
  }
}

// A class that is known answers what was not stated, and contradicts what was stated otherwise.
void derive_class(const ClassOf& kind, FieldId field, const Terminology& terminology,
                  SettledEntry& entry) {
  const auto& name = std::get<ConceptName>(entry.values[kind.field]);
  if (!name.id) return;
  const bool yes = terminology.is_a(*name.id, kind.yes) == Truth::yes;
  const bool no = terminology.is_a(*name.id, kind.no) == Truth::yes;
  if (yes == no) return;
  const Truth stated = std::get<Truth>(entry.values[field]);
  if (stated != Truth::unknown && stated != truth(yes)) {
    entry.values[field] = Truth::unknown;
    entry.causes[field] = Cause::conflicting;
    return;
  }
  entry.values[field] = truth(yes);
  entry.causes[field].reset();
}

SettledEntry settle_entry(const Entry& entry, const ListDef& list, const Terminology& terminology,
                          Day as_of) {
  SettledEntry settled;
  settled.index = entry.index;
  settled.origin = entry.origin;
  settled.values.reserve(list.fields.size());
  settled.causes.reserve(list.fields.size());
  settled.shown.reserve(list.fields.size());
  for (FieldId i = 0; i < list.fields.size(); ++i) {
    const Stated& stated = entry.fields[i];
    const ValueType& type = list.fields[i].type;
    settled.shown.push_back(stated.shown);
    const bool unanswered = stated.value && is_unanswered(*stated.value, type);
    if (!stated.value || unanswered) {
      settled.values.push_back(unknown_value(type));
      settled.causes.emplace_back(unanswered ? Cause::unanswered : stated.cause);
    } else {
      settled.values.push_back(*stated.value);
      const bool exact = is_settled(*stated.value);
      settled.causes.emplace_back(exact ? std::optional<Cause>()
                                        : std::optional<Cause>(Cause::imprecise));
    }
  }
  for (FieldId i = 0; i < list.fields.size(); ++i) {
    if (const auto* period = std::get_if<PeriodOf>(&list.fields[i].from))
      derive_period(*period, i, list, as_of, settled);
    if (const auto* kind = std::get_if<ClassOf>(&list.fields[i].from))
      derive_class(*kind, i, terminology, settled);
    if (const auto* attribute = std::get_if<AttributeOf>(&list.fields[i].from)) {
      derive_attribute(*attribute, i, terminology, settled);
    }
  }
  return settled;
}

std::string entry_key(const ListDef& list, std::size_t index) {
  return list.id + "[" + std::to_string(index) + "]";
}

SettledList settle_list(const ListRecord& record, const ListDef& list,
                        const Terminology& terminology, Day as_of, std::vector<Ignored>& ignored) {
  SettledList settled;
  settled.state = record.state;
  settled.entries.reserve(record.entries.size());
  for (const Entry& entry : record.entries) {
    const Stated& identity = entry.fields[list.identity];
    if (entry.absent) {
      if (identity.value) settled.absent.push_back(*std::get<ConceptName>(*identity.value).id);
      continue;
    }
    SettledEntry next = settle_entry(entry, list, terminology, as_of);
    next.doubtful = entry.doubtful;
    if (entry.doubtful) next.exists = Truth::unknown;
    if (list.existed && entry.fields[*list.existed].value) {
      const DateRange since = std::get<DateRange>(*entry.fields[*list.existed].value);
      if (surely_after(since, as_of)) {
        ignored.push_back({entry_key(list, entry.index), "after_as_of"});
        continue;
      }
      if (maybe_after(since, as_of)) next.exists = Truth::unknown;
    }
    settled.entries.push_back(std::move(next));
  }
  return settled;
}

}  // namespace

Settled settle_only(const Record& record, const Vocabulary& vocabulary,
                    const Terminology& terminology, const std::vector<StaleRule>& stale_rules,
                    const std::vector<FactId>& facts, const std::vector<ListId>& lists) {
  Settled settled;
  settled.id = record.id;
  settled.as_of = *record.as_of;
  settled.facts.resize(vocabulary.facts().size());
  settled.lists.resize(vocabulary.lists().size());
  for (const FactId id : facts) {
    std::optional<Span> stale = vocabulary.facts()[id].stale;
    for (const StaleRule& rule : stale_rules) {
      if (rule.fact == id) stale = rule.after;
    }
    settled.facts[id] = settle_fact(id, record, vocabulary, stale, settled.ignored);
  }
  for (const FactId id : facts) {
    const FactDef& def = vocabulary.facts()[id];
    if (!def.since) continue;
    const FactId date = def.since->date;
    derive_since(settled.facts[id], def, settled.facts[date], vocabulary.facts()[date],
                 settled.as_of);
  }
  for (const ListId id : lists) {
    settled.lists[id] = settle_list(record.lists[id], vocabulary.lists()[id], terminology,
                                    settled.as_of, settled.ignored);
  }
  return settled;
}

Settled settle(const Record& record, const Vocabulary& vocabulary, const Terminology& terminology,
               const std::vector<StaleRule>& stale_rules) {
  std::vector<FactId> facts(vocabulary.facts().size());
  std::vector<ListId> lists(vocabulary.lists().size());
  std::iota(facts.begin(), facts.end(), 0);
  std::iota(lists.begin(), lists.end(), 0);
  return settle_only(record, vocabulary, terminology, stale_rules, facts, lists);
}

}  // namespace regimen::facts
