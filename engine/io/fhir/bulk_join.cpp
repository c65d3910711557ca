// Entry: join_bulk. Test: tests/io/fhir_bulk_test.cpp.
#include "engine/io/fhir/bulk_join.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/core/digest.h"
#include "engine/io/csv.h"
#include "engine/io/fhir/bulk_files.h"
#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/element.h"
#include "engine/io/records.h"

namespace regimen::io {

using core::Code;
using core::Node;

namespace {

constexpr const char* patient_type = "Patient";

// What the whole record of a patient may be, one resource may be.
RowLimits limits_of_lines() {
  RowLimits limits;
  limits.row_bytes = fhir_limits.bytes;
  return limits;
}

// Types that only another version of FHIR has: not read, and refused when their patient is.
std::set<std::string> foreign_types(const FhirMap& map) {
  std::set<std::string> types;
  for (const FhirSign& sign : map.signs) {
    if (sign.has.empty() && sign.text.empty()) types.insert(sign.resource);
  }
  return types;
}

class Joiner {
 public:
  Joiner(const FhirMap& map, BulkRemarks& remarks, BulkStore store)
      : map_(map),
        remarks_(remarks),
        foreign_(foreign_types(map)),
        join_{std::move(store), {}, {}, {}} {}

  [[nodiscard]] std::set<std::string> types() const {
    std::set<std::string> types = map_.followed;
    types.insert(foreign_.begin(), foreign_.end());
    types.insert(patient_type);
    for (const FhirResource& rule : map_.resources) types.insert(rule.type);
    return types;
  }

  std::optional<core::Failure> read(const BulkFile& file) {
    type_ = file.type;
    number_ = static_cast<std::uint32_t>(join_.files.size());
    join_.files.push_back(file.path);
    digest_.add(type_ + "\n");
    auto input = core::Input::open(file.path);
    if (!input.ok()) return input.failure();
    Records lines(TextStream(std::move(input).value(), core::Encoding::utf8), limits_of_lines());
    std::uint64_t lost = 0;
    while (true) {
      auto chunk = lines.chunk();
      if (!chunk.ok()) return chunk.failure();
      if (!chunk.value()) break;
      for (const RawRow& row : chunk.value()->rows) {
        if (!add(*chunk.value(), row)) ++lost;
      }
    }
    if (lost > 0) tell_lost(lost);
    return std::nullopt;
  }

  core::Result<BulkJoin> finish(const std::string& folder) {
    if (auto failure = join_.store.fill()) return *std::move(failure);
    for (const auto& [type, count] : unread_) {
      remarks_.add(Code::type_not_read, folder,
                   "resources of type " + type + ", which is not read: " + std::to_string(count));
    }
    if (auto failure = tell_strays()) return *std::move(failure);
    join_.digest = digest_.take();
    return std::move(join_);
  }

 private:
  void tell_lost(std::uint64_t lost) {
    join_.incomplete.insert(type_);
    remarks_.add(Code::lines_lost, join_.files[number_],
                 "lines that could not be read: " + std::to_string(lost) +
                     "; of no patient is it assumed that nothing is in them");
  }

  // False where it is lost.
  bool add(const ListChunk& chunk, const RawRow& row) {
    const std::string_view text = chunk.source->text().substr(row.begin, row.end - row.begin);
    BulkLine line{{number_, chunk.source->place(row.begin).line}, false, std::string(text)};
    digest_.add(text);
    digest_.add("\n");
    line.too_long = row.state != RowState::whole;
    const core::Source source(join_.files[number_], line.text, core::Privacy::patient,
                              line.place.line);
    core::Diagnostics found;
    if (line.too_long) {
      found.add({Code::row_too_long, {&source, 0, 0}, "this line is longer than the limit"});
      return refuse(line, found);
    }
    const auto root = core::read_json(source, fhir_limits, found);
    if (!root) return refuse(line, found);
    const std::string type =
        root->is_mapping() ? text_element(*root, "resourceType", found) : std::string();
    if (type.empty()) {
      if (found.empty())
        found.add({Code::bad_element, root->span, "a resource needs its `resourceType`"});
      return refuse(line, found);
    }
    if (type == "Bundle") {
      found.add({Code::unsupported_resource, root->span, "a Bundle is no resource of a patient"});
      return refuse(line, found);
    }
    if (!type_.empty() && type != type_)
      remarks_.add_line(Code::other_type, join_.files[number_], line.place.line,
                        "this stands in a file of " + type_ + ", and is of another type");
    sort(type, *root, line);
    return true;
  }

  bool refuse(const BulkLine& line, const core::Diagnostics& found) {
    if (type_ == patient_type) {
      add_nameless(line);
      return true;
    }
    remarks_.add_lines(found);
    return false;
  }

  // A patient of whom nothing but this line is known.
  void add_nameless(const BulkLine& line) {
    const std::string name = "#" + std::to_string(join_.store.patients() + 1);
    join_.store.add_patient(name);
    join_.store.add_line(name, patient_type, "", line);
  }

  void sort(const std::string& type, const Node& node, const BulkLine& line) {
    core::Diagnostics broken;  // told when the patient is read
    const std::string name = local_name(type, text_element(node, "id", broken));
    if (type == patient_type) {
      if (name.empty()) return add_nameless(line);
      join_.store.add_patient(name);
      return join_.store.add_line(name, type, "", line);
    }
    if (map_.followed.count(type) > 0) {
      if (!name.empty()) join_.store.add_shared(name, line);
      return;
    }
    const FhirResource* rule = map_.find(type);
    if (rule == nullptr && foreign_.count(type) == 0) return count_unread(type);
    const std::vector<FhirPath> subject =
        rule != nullptr ? rule->subject
                        : std::vector<FhirPath>{{"subject", "reference"}, {"patient", "reference"}};
    const Node* reference = first_element(node, subject, broken);
    const bool is_text = reference != nullptr && reference->is_scalar();
    join_.store.add_line(is_text ? referred_name(reference->text) : std::string(), type,
                         rule != nullptr ? referred(*rule, node) : std::string(), line);
  }

  // What of that which all share a resource needs.
  [[nodiscard]] std::string referred(const FhirResource& rule, const Node& node) const {
    core::Diagnostics broken;
    const Node* named = first_element(node, rule.names, broken);
    if (named == nullptr || !named->is_mapping()) return {};
    std::string name = referred_name(text_element(*named, "reference", broken));
    const bool followed = map_.followed.count(name.substr(0, name.find('/'))) > 0;
    return followed ? name : std::string();
  }

  void count_unread(const std::string& type) {
    constexpr std::size_t most_types = BulkRemarks::most_of_a_kind - 1;
    const bool room = unread_.count(type) > 0 || unread_.size() < most_types;
    // What is no name of a type is not repeated.
    const bool is_name = !local_name(type, "x").empty();
    ++unread_[room && is_name ? type : "Resource"];
  }

  std::optional<core::Failure> tell_strays() {
    const auto count = join_.store.stray_count();
    if (!count.ok()) return count.failure();
    const auto strays = join_.store.strays(BulkRemarks::most_of_a_kind);
    if (!strays.ok()) return strays.failure();
    for (const BulkStore::Stray& stray : strays.value()) {
      remarks_.add_line(Code::outside_export, join_.files[stray.place.file], stray.place.line,
                        "this names no patient of the export");
    }
    remarks_.add_more(Code::outside_export, count.value() - strays.value().size());
    return std::nullopt;
  }

  const FhirMap& map_;
  BulkRemarks& remarks_;
  std::set<std::string> foreign_;
  BulkJoin join_;
  core::Digest digest_;
  std::map<std::string, std::uint64_t> unread_;  // by type
  std::string type_;                             // of the file that is read
  std::uint32_t number_ = 0;                     // likewise
};

}  // namespace

core::Result<std::optional<BulkJoin>> join_bulk(const std::string& folder, const FhirMap& map,
                                                BulkRemarks& remarks) {
  auto store = BulkStore::open();
  if (!store.ok()) return store.failure();
  Joiner joiner(map, remarks, std::move(store).value());
  const auto found = find_bulk_files(folder, joiner.types());
  if (!found.ok()) return found.failure();
  const BulkFolder& all = found.value();
  // A file that does not say what it holds may hold them.
  const bool may_have_patients = std::any_of(
      all.files.begin(), all.files.end(),
      [](const BulkFile& file) { return file.type.empty() || file.type == patient_type; });
  for (const std::string& other : all.others)
    remarks.add(Code::file_not_read, other, "this is no file of the export, and is not read");
  if (may_have_patients) {
    for (const BulkFile& file : all.files) {
      if (auto failure = joiner.read(file)) return *std::move(failure);
    }
  }
  auto joined = joiner.finish(folder);
  if (!joined.ok()) return joined.failure();
  if (joined.value().store.patients() > 0) return std::optional(std::move(joined).value());
  remarks.add(Code::no_export, folder,
              "there is no Patient in this folder: a bulk export has them in Patient.ndjson");
  return std::optional<BulkJoin>();
}

}  // namespace regimen::io
