// Quiet: how Boost.Math is called here. For the .cpp files of this folder that call it.
// Thread-safety: a type alone.
#pragma once

#include <boost/math/policies/policy.hpp>

namespace regimen::evidence {

// Arguments are checked before a call, and what overflows is infinite; nothing is thrown. Doubles
// are not promoted: a long double is not the same number everywhere.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

}  // namespace regimen::evidence
