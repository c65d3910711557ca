// Tokens at the door of the service: for the address that is called, of who is listed, once.
#include "engine/embed/service/admission.h"

#include <doctest/doctest.h>

#include "tests/service/auth/token_maker.h"
#include "tests/service/small.h"

namespace regimen::embed::service {

namespace {

using support::TestKey;

constexpr const char* header = R"({"alg":"ES384","typ":"JWT","kid":"k"})";

Instant at(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }

std::string claims(const std::string& address, const std::string& id) {
  return R"({"iss":"https://ehr.example","aud":")" + address +
         R"(","iat":1000,"exp":1200,"jti":")" + id + R"("})";
}

class Door {
 public:
  explicit Door(const TestKey& key) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    list(key);
    std::string why;
    admission_ = TokenAdmission::open(folder_ / "clients.yaml", "https://cds.example/", why);
    REQUIRE_MESSAGE(admission_ != nullptr, why);
  }
  ~Door() { std::filesystem::remove_all(folder_); }

  void list(const TestKey& key) const {
    std::ofstream(folder_ / "keys.json") << "{\"keys\":[" << key.jwk("k") << "]}";
    std::ofstream(folder_ / "clients.yaml")
        << "clients:\n  - {issuer: \"https://ehr.example\", keys: keys.json}\n";
  }
  void spoil() const { std::ofstream(folder_ / "clients.yaml") << "clients: ["; }
  bool reload() {
    std::string why;
    return admission_->reload(why);
  }
  int call(const std::string& token, const std::string& path = "/cds-services") {
    HttpRequest request = get(path);
    request.authorization = token;
    const auto refused = admission_->admit(request, at(1100));
    return refused ? refused->status : 200;
  }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "regimen-admission-test";
  std::unique_ptr<TokenAdmission> admission_;
};

}  // namespace

TEST_CASE("a list that is not acceptable opens nothing") {
  std::string why;
  CHECK(TokenAdmission::open("/no/such/list.yaml", "https://cds.example", why) == nullptr);
  CHECK_FALSE(why.empty());
}

TEST_CASE("a token is for one address, and for once") {
  const TestKey key = TestKey::ec("P-384");
  Door door(key);
  const auto token = [&](const std::string& address, const std::string& id) {
    return "Bearer " + support::ec_token(key, header, claims(address, id));
  };
  CHECK(door.call("") == 401);
  CHECK(door.call(token("https://cds.example/cds-services", "1")) == 200);
  CHECK(door.call(token("https://cds.example/cds-services", "1")) == 401);
  CHECK(door.call(token("https://cds.example/cds-services", "2"), "/evaluate") == 401);
  CHECK(door.call(token("https://evil.example/cds-services", "3")) == 401);
}

TEST_CASE("keys are read again; a list with mistakes changes nothing") {
  const TestKey old_key = TestKey::ec("P-384");
  const TestKey new_key = TestKey::ec("P-384");
  Door door(old_key);
  const auto token = [&](const TestKey& key, const std::string& id) {
    return "Bearer " +
           support::ec_token(key, header, claims("https://cds.example/cds-services", id));
  };
  CHECK(door.call(token(new_key, "1")) == 401);
  door.list(new_key);
  CHECK(door.reload());
  CHECK(door.call(token(new_key, "2")) == 200);
  CHECK(door.call(token(old_key, "3")) == 401);
  door.spoil();
  CHECK_FALSE(door.reload());
  CHECK(door.call(token(new_key, "4")) == 200);
  CHECK(door.call(token(new_key, "2")) == 401);  // still used
}

}  // namespace regimen::embed::service
