// Entry: discovery_json. Test: tests/service/service_test.cpp.
#include "engine/embed/service/service.h"
#include "engine/io/json_writer.h"

namespace regimen::embed::service {

std::string discovery_json(const Offer& offer) {
  io::JsonWriter out;
  {
    const auto body = out.object();
    const auto services = out.key("services").list();
    for (const OfferedService& one : offer.services) {
      const auto service = out.object();
      out.field("hook", to_text(one.hook));
      out.field("id", one.id);
      out.field("title", one.title);
      out.field("description", one.description);
      if (!one.usage.empty()) out.field("usageRequirements", one.usage);
      const auto prefetch = out.key("prefetch").object();
      for (const PrefetchKey& key : offer.prefetch) out.field(key.name, key.query);
    }
  }
  return out.take();
}

}  // namespace regimen::embed::service
