// Entry: read_data_file. Test: tests/core/document_test.cpp.
#include "engine/core/document.h"

#include "engine/core/files.h"
#include "engine/core/tree_cache.h"

namespace regimen::core {

Document read_data_file(const DocumentFile& file, Sources& texts, Diagnostics& diagnostics) {
  auto text = read_file(file.path, file.most_bytes);
  if (!text.ok()) {
    Span span = file.named_at;
    if (span.source == nullptr) span = {&texts.add(file.path.string(), "", Privacy::open), 0, 0};
    diagnostics.add({Code::missing_file, span,
                     "this file cannot be read: " + text.failure().message, file.name});
    return {};
  }
  const Source& source = texts.add(file.path.string(), std::move(text).value(), Privacy::open);
  Document document{std::nullopt, sha256(source.text())};
  TextLimits limits;
  limits.bytes = file.most_bytes;
  document.root = file.keep == KeepTree::yes
                      ? read_yaml(texts, source, document.digest, limits, diagnostics)
                      : read_yaml(source, limits, diagnostics);
  return document;
}

}  // namespace regimen::core
