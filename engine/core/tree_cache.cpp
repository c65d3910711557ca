// Entry: TreeCache. Test: tests/core/tree_cache_test.cpp.
#include "engine/core/tree_cache.h"

#include "engine/core/files.h"

namespace regimen::core {

namespace {

constexpr std::string_view magic = "regimen trees 1\n";
constexpr std::size_t digest_size = 64;
constexpr std::size_t most_bytes = std::size_t{32} << 20;
constexpr std::size_t most_depth = 64;

// Numbers seven bits a byte, the lowest first.
void pack_number(std::string& bytes, std::uint64_t number) {
  while (number >= 0x80U) {
    bytes += static_cast<char>((number & 0x7fU) | 0x80U);
    number >>= 7U;
  }
  bytes += static_cast<char>(number);
}

void pack_text(std::string& bytes, std::string_view text) {
  pack_number(bytes, text.size());
  bytes += text;
}

void pack_node(std::string& bytes, const Node& node) {
  bytes += static_cast<char>(node.kind);
  pack_number(bytes, node.span.begin);
  pack_number(bytes, node.span.end);
  pack_text(bytes, node.text);
  pack_number(bytes, node.items.size());
  for (const Node& item : node.items) pack_node(bytes, item);
}

// Reads what pack_* wrote; says `failed` of anything else, and never reads past the end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool done() const { return at_ == bytes_.size(); }

  std::uint64_t number() {
    std::uint64_t result = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      result |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80U) return result;
    }
    failed_ = true;
    return 0;
  }

  std::string_view text() {
    const std::uint64_t size = number();
    if (failed_ || size > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    const std::string_view result = bytes_.substr(at_, size);
    at_ += size;
    return result;
  }

  Node node(const Source& source, std::size_t depth = 0) {
    Node result;
    if (at_ >= bytes_.size() || depth > most_depth) {
      failed_ = true;
      return result;
    }
    const auto kind = static_cast<unsigned char>(bytes_[at_++]);
    failed_ = failed_ || kind > static_cast<unsigned char>(Node::Kind::mapping);
    result.kind = static_cast<Node::Kind>(kind);
    const std::uint64_t begin = number();
    const std::uint64_t end = number();
    failed_ = failed_ || begin > source.text().size() || end > source.text().size();
    result.span = {&source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    result.text = text();
    const std::uint64_t count = number();
    failed_ = failed_ || count > bytes_.size() - at_;
    if (failed_) return result;
    result.items.reserve(count);
    for (std::uint64_t i = 0; i < count && !failed_; ++i)
      result.items.push_back(node(source, depth + 1));
    return result;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

TreeCache::TreeCache(std::filesystem::path file) : file_(std::move(file)) {
  const auto read = read_file(file_, most_bytes);
  if (!read.ok()) return;
  std::string_view bytes = read.value();
  if (bytes.substr(0, magic.size()) != magic) return;
  bytes.remove_prefix(magic.size());
  if (bytes.size() < digest_size ||
      sha256(bytes.substr(digest_size)) != bytes.substr(0, digest_size))
    return;
  Unpacker unpacker(bytes.substr(digest_size));
  while (!unpacker.done()) {
    const std::string digest(unpacker.text());
    const std::string_view tree = unpacker.text();
    if (unpacker.failed()) {
      trees_.clear();
      return;
    }
    trees_.emplace(digest, tree);
  }
}

std::optional<Node> TreeCache::read(const Source& source, const std::string& digest,
                                    const TextLimits& limits, Diagnostics& diagnostics) {
  const auto known = trees_.find(digest);
  if (known != trees_.end()) {
    Unpacker unpacker(known->second);
    Node root = unpacker.node(source);
    if (!unpacker.failed() && unpacker.done()) return root;
    trees_.erase(known);
  }
  const bool clean = diagnostics.empty();
  const std::size_t errors = diagnostics.error_count();
  auto root = read_yaml(source, limits, diagnostics);
  const bool faultless = clean ? diagnostics.empty() : diagnostics.error_count() == errors;
  if (root && faultless) {
    std::string bytes;
    pack_node(bytes, *root);
    trees_[digest] = std::move(bytes);
    changed_ = true;
  }
  return root;
}

std::optional<Node> read_yaml(const Sources& sources, const Source& source,
                              const std::string& digest, const TextLimits& limits,
                              Diagnostics& diagnostics) {
  TreeCache* trees = sources.trees();
  return trees == nullptr ? read_yaml(source, limits, diagnostics)
                          : trees->read(source, digest, limits, diagnostics);
}

std::optional<Failure> TreeCache::save() {
  if (!changed_) return std::nullopt;
  std::string payload;
  for (const auto& [digest, tree] : trees_) {
    pack_text(payload, digest);
    pack_text(payload, tree);
  }
  // What grew too large starts again.
  if (payload.size() > most_bytes / 2) {
    trees_.clear();
    payload.clear();
  }
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  changed_ = false;
  return write_file(file_, std::string(magic) + sha256(payload) + payload);
}

}  // namespace regimen::core
