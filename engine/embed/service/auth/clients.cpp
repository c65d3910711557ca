// Entry: read_clients. Test: tests/service/auth/clients_test.cpp.
#include "engine/embed/service/auth/clients.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "engine/core/document.h"
#include "engine/core/files.h"
#include "engine/core/mapping.h"

namespace regimen::embed {

namespace {

using core::Code;
using core::Node;
using std::chrono::milliseconds;

constexpr std::size_t most_list_bytes = std::size_t{1} << 20;
constexpr milliseconds most_skew = std::chrono::minutes(5);
constexpr milliseconds most_lifetime = std::chrono::hours(24);

// `60 s`, `5 min`, `1 h`.
std::optional<milliseconds> duration_of(std::string_view text) {
  std::int64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  if (read.ec != std::errc() || count < 0 || count > 1'000'000) return std::nullopt;
  if (unit == " s") return std::chrono::seconds(count);
  if (unit == " min") return std::chrono::minutes(count);
  if (unit == " h") return std::chrono::hours(count);
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::filesystem::path folder, core::Sources& texts, core::Diagnostics& diagnostics)
      : folder_(std::move(folder)), texts_(texts), diagnostics_(diagnostics) {}

  Clients read(const Node& root) {
    core::Mapping list(root, {"clients", "skew", "max_lifetime"}, "list of clients", diagnostics_);
    Clients read;
    read_duration(list, "skew", milliseconds(0), most_skew, read.skew);
    read_duration(list, "max_lifetime", std::chrono::seconds(1), most_lifetime, read.max_lifetime);
    const Node* entries = list.required("clients");
    for (const Node* entry : list.items("clients")) read_client(*entry, read);
    if (entries != nullptr && entries->is_sequence() && entries->items.empty())
      diagnostics_.add({Code::bad_value, entries->span, "the list names no client"});
    return read;
  }

 private:
  void read_client(const Node& node, Clients& read) {
    core::Mapping entry(node, {"issuer", "keys", "jku", "tenants"}, "client", diagnostics_);
    if (!node.is_mapping()) return;
    Client client;
    client.issuer = entry.text("issuer");
    client.key_set_urls = entry.texts("jku");
    client.tenants = entry.texts("tenants");
    check_issuer(entry, client.issuer, read);
    for (const Node* url : entry.items("jku")) {
      if (!url->is_scalar() || url->text.starts_with("https://")) continue;
      diagnostics_.add({Code::bad_value, url->span,
                        "a key set has an address that begins with "
                        "https://",
                        url->text});
    }
    // An empty list would read as "none may", and would mean "any may".
    const Node* tenants = entry.find("tenants");
    if (tenants != nullptr && tenants->is_sequence() && tenants->items.empty())
      diagnostics_.add({Code::bad_value, tenants->span, "the list names no tenant"});
    if (auto keys = read_keys(entry)) client.keys = std::move(*keys);
    read.clients.push_back(std::move(client));
  }

  void check_issuer(const core::Mapping& entry, const std::string& issuer, const Clients& read) {
    const Node* node = entry.find("issuer");
    if (node == nullptr || !node->is_scalar()) return;
    if (issuer.empty() || issuer.find_first_of(" \t\r\n") != std::string::npos)
      diagnostics_.add({Code::bad_value, node->span, "an issuer is a text without blanks", issuer});
    if (read.find(issuer) != nullptr)
      diagnostics_.add({Code::duplicate_id, node->span, "two clients have one issuer", issuer});
  }

  std::optional<KeySet> read_keys(core::Mapping& entry) {
    const std::string name = entry.text("keys");
    const Node* node = entry.find("keys");
    if (node == nullptr || !node->is_scalar()) return std::nullopt;
    const std::filesystem::path path = folder_ / name;
    auto text = core::read_file(path, most_list_bytes);
    if (!text.ok()) {
      diagnostics_.add({Code::missing_file, node->span,
                        "this file cannot be read: " + text.failure().message, name});
      return std::nullopt;
    }
    // What is wrong in it is told without its words: it may hold a secret by mistake.
    return read_key_set(texts_.add(path.string(), std::move(text).value(), core::Privacy::patient),
                        diagnostics_);
  }

  void read_duration(core::Mapping& list, std::string_view key, milliseconds least,
                     milliseconds most, milliseconds& value) {
    const Node* node = list.find(key);
    if (node == nullptr) return;
    const auto read = node->is_scalar() ? duration_of(node->text) : std::nullopt;
    if (read && *read >= least && *read <= most) {
      value = *read;
      return;
    }
    const auto seconds = [](milliseconds time) { return std::to_string(time.count() / 1000); };
    diagnostics_.add({Code::bad_value, node->span,
                      "`" + std::string(key) + "` must be a time from " + seconds(least) + " to " +
                          seconds(most) + " s, such as `60 s` or `5 min`",
                      node->text});
  }

  std::filesystem::path folder_;
  core::Sources& texts_;
  core::Diagnostics& diagnostics_;
};

}  // namespace

const Client* Clients::find(std::string_view issuer) const {
  const auto found = std::ranges::find_if(
      clients, [issuer](const Client& client) { return client.issuer == issuer; });
  return found == clients.end() ? nullptr : &*found;
}

std::optional<Clients> read_clients(const std::filesystem::path& file, core::Sources& texts,
                                    core::Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  const core::Document document = core::read_data_file(
      {file, most_list_bytes, core::KeepTree::no, {}, file.filename().string()}, texts,
      diagnostics);
  if (!document.root) return std::nullopt;
  Clients clients = Reader(file.parent_path(), texts, diagnostics).read(*document.root);
  if (diagnostics.error_count() > before) return std::nullopt;
  return clients;
}

}  // namespace regimen::embed
