// UUID: random names of cards and suggestions (RFC 4122, version 4). Thread-safety: any thread.
#pragma once

#include <string>

namespace regimen::embed::service {

std::string new_uuid();

}  // namespace regimen::embed::service
