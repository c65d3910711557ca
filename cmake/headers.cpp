// Holds the headers that all files have in common (CMakeLists.txt); there is nothing of its own in
// it.
