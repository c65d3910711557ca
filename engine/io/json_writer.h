// JsonWriter: JSON as text, written from front to end without a tree of it; indented by two blanks,
// in the order of writing: the bytes that nlohmann-json dumps of the same.
//
// A report has thousands of values, and a tree of them takes far longer to make and to free than
// all that stands in it takes to decide. Thread-safety: for one thread.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace regimen::io {

// To six significant digits, so that a report does not pretend to more. Nought has no sign.
double rounded_figure(double value);

class JsonWriter {
 public:
  JsonWriter() = default;
  // With room from the start for a text of this size, which may be exceeded.
  explicit JsonWriter(std::size_t expected) { grow(expected); }

  // An object or a list that is being written; its end is written when it goes.
  class [[nodiscard]] Scope {
   public:
    Scope(JsonWriter& out, char end) : out_(out), end_(end) {}
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { out_.close(end_); }

   private:
    JsonWriter& out_;
    char end_;
  };

  Scope object() {
    open('{');
    return {*this, '}'};
  }
  Scope list() {
    open('[');
    return {*this, ']'};
  }

  // What is written next stands at this key.
  // REQUIRES: an object is being written; nothing in the name needs an escape.
  JsonWriter& key(std::string_view name) {
    char* at = break_line(room(widest_break() + name.size() + 4));
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    at += name.size();
    for (const char c : {'"', ':', ' '}) *at++ = c;
    end_at(at);
    keyed_ = true;
    return *this;
  }

  void value(std::string_view text);
  void value(double number);
  void value(std::same_as<bool> auto truth) { plain(truth ? "true" : "false"); }
  void value(std::integral auto number) requires(!std::same_as<decltype(number), bool>) {
    std::array<char, 24> text{};
    char* const end = text.data() + text.size();
    plain({text.data(), std::to_chars(text.data(), end, number).ptr});
  }
  void null() { plain("null"); }
  void text_or_null(std::string_view text) { text.empty() ? null() : value(text); }
  // To six significant digits; infinity is the text `infinity`.
  void figure(double number);

  void field(std::string_view name, const auto& what) { key(name).value(what); }

  // What has been written; the writer is empty then.
  std::string take();

 private:
  void open(char begin);
  void close(char end);
  void plain(std::string_view text);
  void escaped(std::string_view text);
  // Room for so many bytes; what is not used of it is given back by the next call.
  char* room(std::size_t bytes) {
    if (text_.size() - used_ < bytes) grow(bytes);
    return text_.data() + used_;
  }
  void grow(std::size_t bytes);
  // A line break and its indent, after a comma where something stands before.
  char* break_line(char* at) {
    if (!first_) *at++ = ',';
    first_ = false;
    *at++ = '\n';
    // A fixed number of blanks is written at once; nearly always they are enough.
    std::memset(at, ' ', few_blanks);
    if (indent_ > few_blanks) std::memset(at, ' ', indent_);
    return at + indent_;
  }
  char* begin_value(char* at) {
    if (!keyed_ && indent_ > 0) return break_line(at);
    keyed_ = false;
    return at;
  }
  void end_at(const char* at) { used_ = static_cast<std::size_t>(at - text_.data()); }
  [[nodiscard]] std::size_t widest_break() const { return 2 + few_blanks + indent_; }

  static constexpr std::size_t few_blanks = 16;

  std::string text_;  // of which so many bytes are used
  std::size_t used_ = 0;
  std::size_t indent_ = 0;
  bool first_ = true;   // in what is open
  bool keyed_ = false;  // a key waits for its value
};

}  // namespace regimen::io
