// Small world: a vocabulary of a dozen facts and two lists, small enough to try all values, with
// random patients and random rules over it.
// Thread-safety: for one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/source.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"
#include "tests/property/random.h"
#include "tests/property/sketch.h"

namespace regimen::property {

struct SmallWorld {
  core::Sources sources;
  facts::Knowledge knowledge;

  SmallWorld();
};

// A true patient: everything is stated, exactly, and nothing contradicts itself.
Sketch random_patient(Random& random);

struct RandomRules {
  bool guards = true;
  bool lists = true;
  int depth = 3;
  std::vector<std::string> definitions = {};  // names that may be used
};

// A condition over the small vocabulary, well typed.
std::string random_condition(Random& random, const RandomRules& options);

struct RuleText {
  std::vector<std::string> alternatives;  // one, or the readings of an interpretation
  std::string applies_when = {};
  bool exclusion = false;
};

std::string to_text(const RuleText& rule);
RuleText random_rule(Random& random, const RandomRules& options);

// The rules as a pack, checked; each is named by its position. Fails the test that asked for it
// where they are not acceptable.
language::CheckedPack make_pack(SmallWorld& world, const std::vector<RuleText>& rules,
                                const std::vector<std::string>& definitions);

// The profile as it is settled on its day. Fails the test where its structure is broken.
facts::Settled settle(const SmallWorld& world, const Sketch& sketch, Random* random = nullptr);

}  // namespace regimen::property
