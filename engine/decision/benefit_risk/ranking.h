// Ranking: what a value model says of the regimens for one patient.
//
// A regimen precedes another where the probability that it scores higher is high enough at every
// corner of the admitted weights and at everything that facts leave open, and their comparison
// carries over to the patient; its rank is one more than the number that precede it. What speaks
// clearly against a regimen keeps it from being weighed; where that is not known yet it is weighed
// on condition. Whatever is stated without a condition stays true whatever is learnt of the
// patient. Thread-safety: pure function.
#pragma once

#include "engine/decision/benefit_risk/weighing.h"
#include "engine/decision/decision.h"

namespace regimen::decision {

// Reads `regimens` and `reach` of the decision. REQUIRES: the weigher was made of this pack and
// this evidence; the weights are of its model.
BenefitRisk decide_benefit_risk(const Weigher& weigher, const language::Pack& pack,
                                const evidence::Evidence& evidence,
                                const language::WeightSet& weights, const Decision& decision);

}  // namespace regimen::decision
