package org.dpk.provider.internal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.dpk.provider.internal.identity.IdentityFixture.RANDOM;
import static org.dpk.provider.internal.identity.IdentityFixture.empty;
import static org.dpk.provider.internal.identity.IdentityFixture.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of every suite, and of several, in an identity file. */
class SuitesInFileTest {

  private static final DpkIdentity GATEWAY = DpkIdentity.parse("dns:gw.example");
  private static final char[] OTHER = "another password".toCharArray();

  static List<List<Suite>> mixtures() {
    return IdentityFixture.mixtures();
  }

  private static UnlockedDocument holding(List<SuiteKeyPair> keys) {
    return empty(
        GATEWAY.toString(),
        edit -> edit.candidate(record(GATEWAY, 1, keys), keys).admitted(IdentityFixture.block(7)));
  }

  private static IdentityDocument read(IdentityDocument document) throws Exception {
    return IdentityDocument.read(new ByteArrayInputStream(document.encode()));
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void eachKeyComesBackInTheOrderOfTheRecord(List<Suite> suites) throws Exception {
    List<SuiteKeyPair> keys = IdentityFixture.keys(suites);
    try (UnlockedDocument written = holding(keys);
        UnlockedDocument read = read(written.document()).unlock(PASSWORD)) {
      assertHolds(keys, read);
    }
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void eachKeyComesBackUnderAnotherPassword(List<Suite> suites) throws Exception {
    List<SuiteKeyPair> keys = IdentityFixture.keys(suites);
    try (UnlockedDocument written = holding(keys);
        UnlockedDocument renewed = written.withPassword(OTHER, RANDOM);
        UnlockedDocument read = read(renewed.document()).unlock(OTHER)) {
      assertHolds(keys, read);
      byte[] before = written.document().encode();
      assertFalse(Arrays.equals(before, renewed.document().encode()));
    }
  }

  private static void assertHolds(List<SuiteKeyPair> keys, UnlockedDocument document)
      throws Exception {
    try (LocalIdentity local = document.local()) {
      OwnRecord current = local.current().orElseThrow();
      assertEquals(record(GATEWAY, 1, keys), current.record());
      assertEquals(keys, current.keys());
      for (int i = 0; i < keys.size(); i++) {
        assertArrayEquals(keys.get(i).kemPkcs8(), current.keys().get(i).kemPkcs8());
        assertArrayEquals(keys.get(i).signaturePkcs8(), current.keys().get(i).signaturePkcs8());
      }
    }
  }

  @Test
  void aSuiteMayChangeFromVersionToVersion() throws Exception {
    List<List<SuiteKeyPair>> versions =
        Stream.of(Suite.NSL_X25519, Suite.NSL_RSA2048, Suite.NSL_XWING)
            .map(suite -> IdentityFixture.keys(List.of(suite)))
            .toList();
    try (UnlockedDocument written =
            empty(
                GATEWAY.toString(),
                edit -> {
                  for (int i = 0; i < versions.size(); i++) {
                    edit.candidate(record(GATEWAY, i + 1, versions.get(i)), versions.get(i))
                        .admitted(IdentityFixture.block(i));
                  }
                });
        UnlockedDocument read = read(written.document()).unlock(PASSWORD);
        LocalIdentity local = read.local()) {
      assertEquals(versions.get(2), local.current().orElseThrow().keys());
      assertEquals(versions.get(1), local.earlier().get(0).keys());
      assertEquals(versions.get(0), local.earlier().get(1).keys());
    }
  }

  /** What a file says where the suite has no key of its own for signatures. */
  @Test
  void noKeyIsNoDocument() throws Exception {
    try (UnlockedDocument written = holding(IdentityFixture.keys(List.of(Suite.values())))) {
      JsonNode keys = IdentityJson.MAPPER.readTree(written.document().encode());
      for (JsonNode each : keys.path("current").path("keys")) {
        boolean own = each.path("suite").intValue() == Suite.NSL_X25519.id();
        assertEquals(own, !each.path("sigPrivate").textValue().isEmpty(), each::toString);
        assertFalse(each.path("kemPrivate").textValue().isEmpty(), each::toString);
      }
    }
  }

  @Test
  void theLargestFileIsFarBelowItsBound() {
    try (UnlockedDocument written =
        empty(
            GATEWAY.toString(),
            edit -> {
              for (int version = 1; version <= IdentityEdit.MAX_EARLIER + 2; version++) {
                List<SuiteKeyPair> keys = IdentityFixture.keys(List.of(Suite.values()));
                edit.candidate(record(GATEWAY, version, keys), keys)
                    .admitted(IdentityFixture.block(version));
              }
            })) {
      int length = written.document().encode().length;
      assertTrue(length < IdentityDocument.MAX_LENGTH / 8, length + " bytes");
    }
  }

  /** Each changes what one member of {@code keys} says, as somebody would who has the password. */
  private enum Change {
    SIGNATURE_STRIPPED(Suite.NSL_X25519),
    SIGNATURE_OF_THE_OTHER_KEY(Suite.NSL_X25519),
    KEM_STRIPPED(Suite.NSL_X25519),
    RSA_GETS_A_SIGNATURE(Suite.NSL_RSA2048),
    RSA_STRIPPED(Suite.NSL_RSA2048),
    XWING_GETS_A_SIGNATURE(Suite.NSL_XWING),
    XWING_STRIPPED(Suite.NSL_XWING);

    private final Suite suite;

    Change(Suite suite) {
      this.suite = suite;
    }

    void apply(ObjectNode member, String another) {
      switch (this) {
        case SIGNATURE_STRIPPED -> member.put("sigPrivate", "");
        case SIGNATURE_OF_THE_OTHER_KEY ->
            member.put("sigPrivate", member.path("kemPrivate").textValue());
        case RSA_GETS_A_SIGNATURE, XWING_GETS_A_SIGNATURE -> member.put("sigPrivate", another);
        case KEM_STRIPPED, RSA_STRIPPED, XWING_STRIPPED -> member.put("kemPrivate", "");
      }
    }
  }

  static List<Change> changes() {
    return List.of(Change.values());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aKeyThatIsStrippedOrAddedIsRefused(Change change) throws Exception {
    try (UnlockedDocument written = holding(IdentityFixture.keys(List.of(Suite.values())))) {
      ObjectNode changed = (ObjectNode) IdentityJson.MAPPER.readTree(written.document().encode());
      JsonNode keys = changed.path("current").path("keys");
      String another = ofSuite(keys, Suite.NSL_X25519).path("sigPrivate").textValue();
      change.apply(ofSuite(keys, change.suite), another);

      assertRefusedWithAndWithoutSeal(changed, written);
    }
  }

  @Test
  void keysInAnotherOrderOrTwiceOrTooFewAreRefused() throws Exception {
    try (UnlockedDocument written = holding(IdentityFixture.keys(List.of(Suite.values())))) {
      ObjectNode changed = (ObjectNode) IdentityJson.MAPPER.readTree(written.document().encode());
      List<JsonNode> keys = new ArrayList<>();
      changed.path("current").path("keys").forEach(keys::add);
      List<JsonNode> reversed = new ArrayList<>(keys);
      Collections.reverse(reversed);
      List<JsonNode> twice = new ArrayList<>(keys);
      twice.add(keys.get(0));

      for (List<JsonNode> wrong :
          List.of(reversed, twice, keys.subList(0, 2), List.<JsonNode>of())) {
        ((ObjectNode) changed.path("current")).putArray("keys").addAll(wrong);
        assertRefusedWithAndWithoutSeal(changed, written);
      }
    }
  }

  private static ObjectNode ofSuite(JsonNode keys, Suite suite) {
    for (JsonNode each : keys) {
      if (each.path("suite").intValue() == suite.id()) {
        return (ObjectNode) each;
      }
    }
    throw new AssertionError("no " + suite);
  }

  /** By the seal where it is the old one, and by what they are where somebody made it anew. */
  private static void assertRefusedWithAndWithoutSeal(ObjectNode changed, UnlockedDocument original)
      throws Exception {
    IdentityDocument unsealed =
        IdentityDocument.read(new ByteArrayInputStream(changed.toString().getBytes(UTF_8)));
    assertThrows(IdentityFileException.WrongPassword.class, () -> unsealed.unlock(PASSWORD));

    IdentityDocument.Parts parts = unsealed.parts();
    FileKey key = FileKey.derive(parts.derivation(), PASSWORD);
    byte[] content = IdentityJson.sealedContent(parts);
    IdentityDocument sealed = new IdentityDocument(parts, content, key.seal(content));
    try (UnlockedDocument document = sealed.unlock(PASSWORD)) {
      assertThrows(IdentityFileException.Unreadable.class, document::local);
    }
    assertFalse(sealed.isSame(original.document()));
  }
}
