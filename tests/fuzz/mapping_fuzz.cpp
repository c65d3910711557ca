// Any text as a mapping: it is refused with a reason, or a list is read with it.
//
// The input is cut at a line `%%%`: the mapping, then the list; without it, a list of its own.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/io/list.h"
#include "tests/fuzz/list_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using regimen::fuzz::engine;
  using regimen::fuzz::require;
  namespace core = regimen::core;
  namespace io = regimen::io;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const std::string cut = "\n%%%\n";
  const std::size_t at = input.find(cut);
  core::Sources sources;
  core::Diagnostics diagnostics;
  io::ListOptions options;
  options.kind = io::ListKind::csv;
  options.mapping = io::read_mapping(sources.add("m", input.substr(0, at), core::Privacy::open),
                                     engine().knowledge(), diagnostics);
  core::render(diagnostics, core::ShowValues::yes);
  require(options.mapping.has_value() != diagnostics.has_errors(), "refused without a reason");
  if (!options.mapping) return 0;
  std::string list = at == std::string::npos ? std::string() : input.substr(at + cut.size());
  if (at == std::string::npos) {
    for (const io::MappedColumn& column : options.mapping->columns) {
      if (column.header.find_first_of(";\"\r\n") == std::string::npos) list += column.header + ";";
    }
    list += "\n1;2,5;01.02.2026;ja;nein;#N/A;;0\n";
    options.mapping->delimiter = ';';
  }
  regimen::fuzz::read_all(list, std::move(options));
  return 0;
}
