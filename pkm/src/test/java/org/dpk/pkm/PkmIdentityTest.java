package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.List;
import org.dpk.pkm.internal.token.PkmKeys;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys a PKM has, and what it signs tokens with. */
class PkmIdentityTest {

  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final DpkIdentity PKM = DpkIdentity.parse("dns:pkm.example");
  private static final EthereumAddress CONTRACT =
      EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");
  private static final RegistryId REGISTRY = new RegistryId(31337, CONTRACT);
  private static final List<URI> NODES = List.of(URI.create("http://127.0.0.1:1/"));

  @TempDir Path folder;

  @Test
  void aPkmHasKeysOfEverySuiteAndXWingFirst() throws Exception {
    Path file = folder.resolve("pkm.dpk");
    PkmIdentity.create(file, PKM, REGISTRY, NODES, PASSWORD);
    try (IdentityFile opened = IdentityFile.open(file, PASSWORD);
        LocalIdentity local = opened.document().local()) {
      assertEquals(
          List.of(Suite.NSL_XWING, Suite.NSL_X25519, Suite.NSL_RSA2048),
          local.candidate().orElseThrow().keys().stream().map(SuiteKeyPair::suite).toList());
    }
  }

  @Test
  void withoutAKeyThatSignsOrWithASuiteTwiceNoFileIsMade() {
    Path file = folder.resolve("pkm.dpk");
    for (List<Suite> wrong :
        List.of(
            List.<Suite>of(),
            List.of(Suite.NSL_XWING),
            List.of(Suite.NSL_X25519, Suite.NSL_X25519))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> PkmIdentity.create(file, PKM, REGISTRY, NODES, wrong, PASSWORD));
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void tokensAreSignedWithTheEd25519KeyWhereverItStands() throws Exception {
    Path file = folder.resolve("pkm.dpk");
    PkmIdentity.create(file, PKM, REGISTRY, NODES, PASSWORD);
    EnrolmentToken.Issuer issuer = new EnrolmentToken.Issuer(REGISTRY, PKM);
    try (IdentityFile opened = IdentityFile.open(file, PASSWORD);
        LocalIdentity local = opened.document().local()) {
      OwnRecord record = local.candidate().orElseThrow();
      EnrolmentToken token = token(issuer, record.keys().get(1));
      assertTrue(PkmKeys.of(issuer, record).orElseThrow().isSigned(token));
    }
  }

  private static EnrolmentToken token(EnrolmentToken.Issuer issuer, SuiteKeyPair keys) {
    return EnrolmentToken.issue(
        new byte[EnrolmentToken.SECRET_LENGTH],
        DpkIdentity.parse("dns:gw.example"),
        Instant.ofEpochSecond(2_000_000_000),
        issuer,
        message -> ed25519(keys, message));
  }

  private static byte[] ed25519(SuiteKeyPair keys, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.certifiedKey());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Such a record may stand on chain; with it no PKM starts. */
  @Test
  void aRecordWithoutSuchKeysSignsNothing() throws Exception {
    Path file = folder.resolve("pkm.dpk");
    try (SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_XWING, new SecureRandom());
        IdentityFile made =
            IdentityFile.create(
                file,
                PKM,
                new ChainSettings(REGISTRY, NODES),
                PASSWORD,
                edit -> edit.candidate(record(keys), List.of(keys)));
        LocalIdentity local = made.document().local()) {
      OwnRecord record = local.candidate().orElseThrow();
      assertTrue(PkmKeys.of(new EnrolmentToken.Issuer(REGISTRY, PKM), record).isEmpty());
    }
  }

  private static IdentityRecord record(SuiteKeyPair keys) {
    return new IdentityRecord(
        1, CONTRACT, CONTRACT, 0, 0, PKM, List.of(keys.publicKey()), List.of());
  }
}
