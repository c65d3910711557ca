// Entry: regimen_open, regimen_reload, regimen_engine_info. Test: tests/embed/c/library_test.cpp.
#include <utility>

#include "engine/embed/build_config.h"
#include "engine/embed/c/call_options.h"
#include "engine/embed/c/errors.h"
#include "engine/embed/c/folders.h"
#include "engine/embed/c/handles.h"

namespace regimen::embed::c {

namespace {

std::string text_or(const char* given, std::string_view otherwise) {
  return std::string(given == nullptr ? otherwise : given);
}

Folders folders_of(const regimen_open_options& options) {
  Folders folders;
  folders.data = options.data == nullptr ? library_data() : std::filesystem::path(options.data);
  folders.pack = pack_folder(folders.data, text_or(options.pack, build_config::default_pack));
  const std::string safety = text_or(options.safety, "safety");
  if (!safety.empty()) folders.safety = pack_folder(folders.data, safety);
  // Data without safety rules are no mistake, as long as nobody asks for them.
  std::error_code error;
  if (options.safety == nullptr && !std::filesystem::exists(folders.safety / "pack.yaml", error))
    folders.safety.clear();
  folders.cache = text_or(options.cache, "");
  return folders;
}

struct Read {
  std::shared_ptr<const Opening> opening;
  ErrorHandle error;  // why it could not be opened
};

Read read(const Folders& folders) {
  std::error_code error;
  if (!std::filesystem::is_directory(folders.data, error))
    return {nullptr, complaint(REGIMEN_BAD_PACK, "no folder with rules/ and knowledge/ is there")};
  auto opening = std::make_shared<const Opening>(
      Engine::open(folders.data / "knowledge", folders.pack, folders.safety, folders.cache));
  if (opening->engine) return {std::move(opening), nullptr};
  // A store that cannot be had is the system's trouble, and says so in the note alone.
  if (!opening->diagnostics.has_errors()) return {nullptr, complaint(REGIMEN_IO, opening->note)};
  return {nullptr, told(REGIMEN_BAD_PACK, opening->diagnostics, core::ShowValues::yes)};
}

Outcome open(const regimen_open_options* given, regimen_engine** out) {
  if (out == nullptr) return complaint(REGIMEN_USAGE, "`out` is null");
  *out = nullptr;
  const auto options = known_part(given);
  if (!options) return complaint(REGIMEN_USAGE, "`size` of the options means nothing");
  auto engine = std::make_unique<regimen_engine>();
  engine->folders = folders_of(*options);
  Read opened = read(engine->folders);
  if (!opened.opening) return std::move(opened.error);
  engine->current = std::move(opened.opening);
  *out = engine.release();
  return REGIMEN_OK;
}

Outcome reload(regimen_engine* engine) {
  if (engine == nullptr) return complaint(REGIMEN_USAGE, "`engine` is null");
  const std::scoped_lock one_at_a_time(engine->reloading);
  Read opened = read(engine->folders);
  if (!opened.opening) return std::move(opened.error);
  {
    const std::scoped_lock lock(engine->mutex);
    engine->current.swap(opened.opening);
  }
  return REGIMEN_OK;  // what was there ends here, or with the last evaluation that has it
}

Outcome info(const regimen_engine* engine, regimen_info** out) {
  if (out == nullptr) return complaint(REGIMEN_USAGE, "`out` is null");
  *out = nullptr;
  if (engine == nullptr) return complaint(REGIMEN_USAGE, "`engine` is null");
  const auto opening = engine->take();
  const Engine& current = *opening->engine;
  auto info = std::make_unique<regimen_info>();
  const language::Pack& pack = current.pack().pack;
  info->fields[REGIMEN_INFO_ENGINE_VERSION] = engine_version();
  info->fields[REGIMEN_INFO_PACK_ID] = pack.id;
  info->fields[REGIMEN_INFO_PACK_VERSION] = pack.version;
  info->fields[REGIMEN_INFO_PACK_DIGEST] = pack.digest;
  if (const language::CheckedPack* safety = current.safety()) {
    info->fields[REGIMEN_INFO_SAFETY_ID] = safety->pack.id;
    info->fields[REGIMEN_INFO_SAFETY_VERSION] = safety->pack.version;
    info->fields[REGIMEN_INFO_SAFETY_DIGEST] = safety->pack.digest;
  }
  info->fields[REGIMEN_INFO_KNOWLEDGE_DIGEST] = current.knowledge().digest;
  info->fields[REGIMEN_INFO_DATA] = engine->folders.data.string();
  if (!opening->diagnostics.empty() || !opening->note.empty()) {
    info->warnings = told(REGIMEN_OK, opening->diagnostics, core::ShowValues::yes);
    if (!opening->note.empty()) {
      info->warnings->text += "warning: " + opening->note + "\n";
      info->warnings->told.push_back(
          {"", REGIMEN_SEVERITY_WARNING, opening->note, "", "", "", 0, 0});
    }
  }
  *out = info.release();
  return REGIMEN_OK;
}

}  // namespace

}  // namespace regimen::embed::c

namespace c = regimen::embed::c;

regimen_status regimen_open(const regimen_open_options* options, regimen_engine** out,
                            regimen_error** error) noexcept {
  return c::answer(error, [&] { return c::open(options, out); });
}

regimen_status regimen_reload(regimen_engine* engine, regimen_error** error) noexcept {
  return c::answer(error, [&] { return c::reload(engine); });
}

void regimen_close(regimen_engine* engine) noexcept {
  const std::unique_ptr<regimen_engine> closed(engine);
}

regimen_status regimen_engine_info(const regimen_engine* engine, regimen_info** out,
                                   regimen_error** error) noexcept {
  return c::answer(error, [&] { return c::info(engine, out); });
}

const char* regimen_info_text(const regimen_info* info, int32_t field) noexcept {
  if (info == nullptr || field < 0 || field > REGIMEN_INFO_DATA) return "";
  return info->fields[static_cast<std::size_t>(field)].c_str();
}

const regimen_error* regimen_info_warnings(const regimen_info* info) noexcept {
  return info == nullptr ? nullptr : info->warnings.get();
}

void regimen_info_free(regimen_info* info) noexcept {
  const std::unique_ptr<regimen_info> freed(info);
}
