// What an outside program does first: include a header of the engine and call it. Built by
// check.sh.
#include <iostream>

#include "engine/core/text.h"

int main() {
  const bool same = regimen::core::fold_name("TEST_Name") == regimen::core::fold_name("test name");
  std::cout << (same ? "the installed engine answers\n" : "the installed engine answers wrongly\n");
  return same ? 0 : 1;
}
