// Entry: main.
//
// Parse alone: what simdjson needs to parse each line of an NDJSON file whole, and to do nothing
// with it: in one thread, reading a megabyte at a time. Nothing that understands the lines is
// faster by as much as it looks at all of them.
//
//   regimen_parse_alone FILE
//
// Tells the number of lines on standard output.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t block = std::size_t{1} << 20U;

int parse(std::FILE* file) {
  simdjson::dom::parser parser;
  std::string bytes(block + simdjson::SIMDJSON_PADDING, '\0');
  std::size_t kept = 0;  // of a line that the last block broke off
  std::size_t lines = 0;
  while (true) {
    const std::size_t have = kept + std::fread(bytes.data() + kept, 1, block - kept, file);
    std::string_view text(bytes.data(), have);
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      simdjson::dom::element line;
      // What lies behind the line is more of the file, or padding.
      if (parser.parse(text.data(), end, false).get(line) != simdjson::SUCCESS) return 3;
      text.remove_prefix(end + 1);
      ++lines;
    }
    if (text.size() == have) break;
    kept = text.size();
    std::copy(text.begin(), text.end(), bytes.begin());
  }
  std::printf("%zu\n", lines);
  return std::ferror(file) == 0 ? 0 : 6;
}

}  // namespace

int main(int count, char** arguments) {
  std::FILE* file = count == 2 ? std::fopen(arguments[1], "rb") : nullptr;
  if (file == nullptr) {
    std::fputs("regimen_parse_alone FILE\n", stderr);
    return 2;
  }
  const int status = parse(file);
  std::fclose(file);
  return status;
}
