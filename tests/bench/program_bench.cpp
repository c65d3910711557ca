// Program bench: how many patients a second the walk and the columnar program decide, of the
// shipped packs, both worlds each.
//
//   regimen_program_bench [PATIENTS [RUNS]]
//
// The patients are those of the property tests, a few steps of forgetting on; they are read and
// settled before the clock starts, but for the line that measures the settling. Lists seldom hold
// the items of an index that is stated itself: the last lines leave them out. The dictionaries of
// the coded runs are warm: they hold all that the patients say. Each figure is the best of the
// runs, in one thread; the table is Markdown.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "engine/facts/batch.h"
#include "engine/io/profile.h"
#include "engine/program/coded_run.h"
#include "engine/program/compile.h"
#include "engine/program/run.h"
#include "engine/program/walk.h"
#include "tests/property/shipped_world.h"
#include "tests/support/coder.h"

namespace {

using regimen::program::World;
using Clock = std::chrono::steady_clock;

constexpr std::size_t batch_size = 1024;

void measure(const std::string& what, std::size_t patients, std::size_t runs,
             const std::function<void()>& work) {
  double best = 1e9;
  for (std::size_t run = 0; run < runs; ++run) {
    const auto begin = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  std::cout << "| " << what << " | " << static_cast<long>(static_cast<double>(patients) / best)
            << " | " << best * 1e6 / static_cast<double>(patients) << " |\n";
}

// Both packs over one batch, plain and coded.
std::size_t measure_coded(const std::string& what, const regimen::embed::Engine& engine,
                          const std::vector<regimen::facts::Settled>& patients, std::size_t runs) {
  const auto sonic = regimen::program::compile(engine.pack());
  const auto safety = regimen::program::compile(*engine.safety());
  regimen::facts::BatchLayout layout = sonic.reads;
  layout.include(safety.reads);
  const regimen::facts::Vocabulary& vocabulary = engine.knowledge().vocabulary;
  regimen::facts::Dictionaries dictionaries(vocabulary, layout);
  regimen::support::Coder coder(dictionaries);
  std::vector<regimen::facts::CodedPatient> codes;
  codes.reserve(patients.size());
  for (const auto& patient : patients) codes.push_back(coder.code(patient));
  std::vector<regimen::facts::Batch> plain;
  std::vector<regimen::facts::CodedBatch> coded;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    if (i % batch_size == 0) {
      plain.emplace_back(layout);
      coded.emplace_back(dictionaries);
    }
    plain.back().add(patients[i]);
    coded.back().add(codes[i]);
  }
  std::size_t unused = 0;
  regimen::program::Runner first(sonic);
  regimen::program::Runner second(safety);
  measure(what + ": plain run", patients.size(), runs, [&] {
    for (const auto& batch : plain)
      unused += first.run(batch).patients + second.run(batch).patients;
  });
  regimen::facts::CodedBatch filled(dictionaries);
  measure(what + ": coded fill", patients.size(), runs, [&] {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (i % batch_size == 0) filled.clear();
      filled.add(codes[i]);
    }
  });
  regimen::program::CodedRunner one(sonic, dictionaries.parts());
  regimen::program::CodedRunner other(safety, dictionaries.parts());
  const auto run = [&](regimen::program::CodedRunner& runner) {
    for (const auto& batch : coded) unused += runner.run(dictionaries, batch).patients;
  };
  measure(what + ": coded run of " + sonic.pack, patients.size(), runs, [&] { run(one); });
  measure(what + ": coded run of " + safety.pack, patients.size(), runs, [&] { run(other); });
  measure(what + ": coded run", patients.size(), runs, [&] {
    run(one);
    run(other);
  });
  return unused + filled.size();
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t patients = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 4096;
  const std::size_t runs = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 7;
  const regimen::property::ShippedWorld world(regimen::property::Safety::with);
  const regimen::facts::Knowledge& knowledge = world.engine().knowledge();
  regimen::property::Random random(1);
  std::vector<regimen::facts::Record> records;
  for (std::size_t i = 0; i < patients; ++i) {
    auto sketch = i % 4 == 0 ? regimen::property::matching_shipped_patient(random)
                             : regimen::property::random_shipped_patient(random);
    for (int step = random.from_to(0, 6); step > 0; --step) forget(sketch, knowledge, random);
    regimen::core::Sources sources;
    const auto& source = sources.add("<patient>", to_json(sketch), regimen::core::Privacy::patient);
    records.push_back(*regimen::io::read_profile(source, knowledge, std::nullopt).record);
  }
  std::vector<regimen::facts::Settled> settled;
  std::vector<regimen::facts::Settled> without_items;
  for (regimen::facts::Record record : records) {
    for (const auto& score : world.engine().pack().pack.scores)
      for (const regimen::facts::FactId item : score.items) record.facts[item].clear();
    without_items.push_back(
        regimen::facts::settle(record, knowledge.vocabulary, knowledge.terminology, {}));
  }
  std::cout << "| what | patients a second | microseconds a patient |\n| --- | ---: | ---: |\n";
  measure("settle", patients, runs, [&] {
    settled.clear();
    for (const auto& record : records)
      settled.push_back(
          regimen::facts::settle(record, knowledge.vocabulary, knowledge.terminology, {}));
  });
  std::size_t unused = 0;
  for (const auto* pack : {&world.engine().pack(), world.engine().safety()}) {
    const std::string& name = pack->pack.id;
    measure(name + ": walk, both worlds", patients, 1, [&] {
      for (const auto& patient : settled) {
        for (const World one : {World::open, World::assumed})
          unused += regimen::program::walk(*pack, patient, one).rules.size();
      }
    });
    const regimen::program::Program program = regimen::program::compile(*pack);
    regimen::program::Runner runner(program);
    regimen::facts::Batch batch(program.reads);
    const auto fill = [&](std::size_t begin) {
      batch.clear();
      for (std::size_t i = begin; i < std::min(patients, begin + batch_size); ++i)
        batch.add(settled[i]);
    };
    measure(name + ": fill", patients, runs, [&] {
      for (std::size_t i = 0; i < patients; i += batch_size) fill(i);
    });
    fill(0);
    const std::size_t rows = batch.size();
    measure(name + ": run, both worlds", rows, runs * 4,
            [&] { unused += runner.run(batch).patients; });
    measure(name + ": fill and run", patients, runs, [&] {
      for (std::size_t i = 0; i < patients; i += batch_size) {
        fill(i);
        unused += runner.run(batch).patients;
      }
    });
  }
  unused += measure_coded("both packs", world.engine(), settled, runs * 4);
  unused += measure_coded("both packs, without items", world.engine(), without_items, runs * 4);
  return unused == 0 ? 1 : 0;
}
