// Pieces make the digest of the whole. Expected values: FIPS 180-4, and coreutils' sha256sum.
#include "engine/core/digest.h"

#include <doctest/doctest.h>

#include "engine/core/files.h"

namespace regimen::core {

TEST_CASE("pieces make the digest of the whole, and the next one begins anew") {
  Digest digest;
  digest.add("a");
  digest.add("");
  digest.add("bc");
  CHECK(digest.take() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest.take() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  digest.add("abc");
  CHECK(digest.take() == sha256("abc"));
}

}  // namespace regimen::core
