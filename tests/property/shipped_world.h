// Shipped world: the knowledge and the packs of this project, with random patients for them.
// Thread-safety: for one thread.
#pragma once

#include <memory>

#include "engine/decision/decision.h"
#include "engine/embed/engine.h"
#include "tests/property/random.h"
#include "tests/property/sketch.h"

namespace regimen::property {

enum class Safety { without, with };

class ShippedWorld {
 public:
  explicit ShippedWorld(Safety safety = Safety::without);

  [[nodiscard]] const embed::Engine& engine() const { return *engine_; }
  // Fails the test where the profile is rejected. With `random`, its keys stand in random order.
  decision::Decision decide(const Sketch& sketch, const embed::EvaluateOptions& options = {},
                            Random* random = nullptr) const;
  // The whole result, as JSON, without warnings.
  std::string report(const Sketch& sketch) const;

 private:
  embed::Opening opening_;
  std::unique_ptr<embed::Engine> engine_;
};

// A true patient: exact, and without contradictions, often at one of the bounds of the pack.
Sketch random_shipped_patient(Random& random);
// One who matches all the deciding criteria of the pack; the rest is random.
Sketch matching_shipped_patient(Random& random);

}  // namespace regimen::property
