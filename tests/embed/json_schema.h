// JSON Schema: as much of draft 2020-12 as engine/io/decision.schema.json uses, so that the schema
// is held against what is written on a machine without a validator.
//
// A keyword that is not known here is a complaint of its own: nothing in the schema goes unchecked.
// Thread-safety: for one thread.
#pragma once

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace regimen::embed {

class JsonSchema {
 public:
  using Json = nlohmann::json;

  explicit JsonSchema(Json root) : root_(std::move(root)) {}

  // What is wrong with the document, each with its path; empty where it is valid.
  [[nodiscard]] std::vector<std::string> complaints(const Json& document) const {
    std::vector<std::string> found;
    check(root_, document, "$", found);
    return found;
  }

 private:
  using Found = std::vector<std::string>;

  static bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "number") return value.is_number();
    if (type == "integer") return value.is_number_integer();
    if (type == "null") return value.is_null();
    return false;
  }

  void check(const Json& schema, const Json& value, const std::string& path, Found& found) const {
    static const std::set<std::string> known = {
        "$schema",  "$defs",     "$ref",    "title",       "description", "type",
        "const",    "enum",      "items",   "required",    "properties",  "additionalProperties",
        "minItems", "minLength", "pattern", "uniqueItems", "anyOf"};
    for (const auto& [keyword, argument] : schema.items()) {
      if (known.count(keyword) == 0) found.push_back(path + ": unknown keyword " + keyword);
    }
    if (schema.contains("$ref")) {
      const auto reference = schema.at("$ref").get<std::string>();
      check(root_.at(Json::json_pointer(reference.substr(1))), value, path, found);
    }
    if (schema.contains("anyOf")) check_any(schema.at("anyOf"), value, path, found);
    check_value(schema, value, path, found);
    if (value.is_string()) check_text(schema, value.get<std::string>(), path, found);
    if (value.is_array()) check_array(schema, value, path, found);
    if (value.is_object()) check_object(schema, value, path, found);
  }

  void check_any(const Json& choices, const Json& value, const std::string& path,
                 Found& found) const {
    Found of_all;
    for (const Json& choice : choices) {
      Found of_one;
      check(choice, value, path, of_one);
      if (of_one.empty()) return;
      of_all.insert(of_all.end(), of_one.begin(), of_one.end());
    }
    found.insert(found.end(), of_all.begin(), of_all.end());
  }

  static void check_value(const Json& schema, const Json& value, const std::string& path,
                          Found& found) {
    if (schema.contains("type")) {
      Json types = schema.at("type");
      if (types.is_string()) types = Json::array({types});
      const bool fits = std::any_of(types.begin(), types.end(), [&](const Json& type) {
        return has_type(value, type.get<std::string>());
      });
      if (!fits) found.push_back(path + ": not of type " + types.dump());
    }
    if (schema.contains("const") && schema.at("const") != value)
      found.push_back(path + ": not " + schema.at("const").dump());
    if (schema.contains("enum")) {
      const Json& choices = schema.at("enum");
      if (std::find(choices.begin(), choices.end(), value) == choices.end())
        found.push_back(path + ": " + value.dump() + " is none of " + choices.dump());
    }
  }

  static bool matches(const std::string& text, const std::string& pattern) {
    static std::map<std::string, std::regex> known;
    const auto place = known.try_emplace(pattern, pattern).first;
    return std::regex_search(text, place->second);
  }

  static void check_text(const Json& schema, const std::string& text, const std::string& path,
                         Found& found) {
    if (schema.contains("minLength") && text.size() < schema.at("minLength").get<std::size_t>())
      found.push_back(path + ": too short");
    if (schema.contains("pattern") && !matches(text, schema.at("pattern").get<std::string>()))
      found.push_back(path + ": `" + text + "` does not match");
  }

  void check_array(const Json& schema, const Json& value, const std::string& path,
                   Found& found) const {
    if (schema.contains("minItems") && value.size() < schema.at("minItems").get<std::size_t>())
      found.push_back(path + ": too few items");
    if (schema.contains("uniqueItems") &&
        std::set<Json>(value.begin(), value.end()).size() < value.size())
      found.push_back(path + ": an item stands twice");
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      check(schema.at("items"), value.at(i), path + "[" + std::to_string(i) + "]", found);
  }

  void check_object(const Json& schema, const Json& value, const std::string& path,
                    Found& found) const {
    for (const Json& key : schema.value("required", Json::array())) {
      if (!value.contains(key.get<std::string>()))
        found.push_back(path + ": misses " + key.get<std::string>());
    }
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [key, item] : value.items()) {
      const std::string inner = path + "." + key;
      if (properties.contains(key)) {
        check(properties.at(key), item, inner, found);
      } else if (schema.contains("additionalProperties")) {
        const Json& others = schema.at("additionalProperties");
        if (others.is_object()) check(others, item, inner, found);
        if (others == Json(false)) found.push_back(inner + ": may not stand here");
      }
    }
  }

  Json root_;
};

}  // namespace regimen::embed
