// Holds the headers that all tests have in common (CMakeLists.txt); there is nothing of its own in
// it.
