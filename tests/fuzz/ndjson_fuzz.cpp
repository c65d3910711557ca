// Any bytes as NDJSON: each line a record, or rejected with a reason.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/io/list.h"
#include "tests/fuzz/list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace io = regimen::io;
  io::ListOptions options;
  options.kind = io::ListKind::ndjson;
  options.limits.row_bytes = 4096;
  options.limits.chunk_bytes = 1024;
  regimen::fuzz::read_all(std::string(reinterpret_cast<const char*>(data), size),
                          std::move(options));
  return 0;
}
