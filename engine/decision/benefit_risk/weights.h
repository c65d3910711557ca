// Weights: how much each criterion counts, as numbers of sum 1, one a criterion, none negative:
// drawn where they are known in part or not at all, and the extremes of what they may be.
//
// Ratios say what weights may be: for each criterion how heavy it is at least and at most, beside
// the others, in any common measure. REQUIRES of ratios: at least one; 0 <= low <= high, finite;
// at least one low above 0. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/evidence/statistics/proportion.h"
#include "engine/evidence/statistics/random.h"

namespace regimen::decision {

// None negative, not all 0: divided by their sum.
std::vector<double> normalised(std::span<const double> weights);

// Any weights, each as likely as any other: Dirichlet(1, ..., 1), by exponential variables. Devroye
// 1986, Non-Uniform Random Variate Generation, chapter V.2. REQUIRES: criteria > 0.
std::vector<double> draw_simplex(std::size_t criteria, evidence::Stream stream,
                                 std::uint64_t index);

// Each ratio anywhere between its ends, each as likely as any other; then divided by their sum.
std::vector<double> draw_between(const std::vector<evidence::Limits>& ratios,
                                 evidence::Stream stream, std::uint64_t index);

// The extremes where nothing is known: one criterion counts alone.
std::vector<std::vector<double>> simplex_vertices(std::size_t criteria);

// The weights at the corners of the box of ratios. Any score at fixed values lies between its least
// and its highest at them: it is a quotient of two linear functions of the ratios. Nothing where
// more than twelve ratios have two ends: there would be too many.
std::optional<std::vector<std::vector<double>>> vertices(
    const std::vector<evidence::Limits>& ratios);

}  // namespace regimen::decision
