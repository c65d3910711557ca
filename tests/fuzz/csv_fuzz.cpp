// Any bytes as a table: it is cut into rows that add up, each a record or rejected with a reason.
//
// The first byte chooses limits that are small enough to be met. The mapping names the columns that
// the seeds have.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/io/list.h"
#include "tests/fuzz/list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using regimen::fuzz::require;
  namespace core = regimen::core;
  namespace io = regimen::io;
  if (size == 0) return 0;
  const io::MappingFile& mapping = regimen::fuzz::mapping();
  io::ListOptions options;
  options.kind = io::ListKind::csv;
  options.mapping = mapping;
  options.limits.row_bytes = std::size_t{16} << (data[0] & 7U);
  options.limits.chunk_bytes = std::size_t{16} << ((data[0] >> 3U) & 7U);
  if ((data[0] & 0x80U) != 0) options.mapping->encoding = core::Encoding::windows_1252;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  regimen::fuzz::read_all(text, std::move(options));
  return 0;
}
