package org.dpk.provider.internal.health;

import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.OwnIdentity;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.keystore.Settings;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskPeer;
import org.jspecify.annotations.Nullable;

/**
 * The settings, known answers, an agreement in each suite between two identities that are made for
 * it, and the TLS below: the provider's service {@code SelfTest}. Takes about a second, most of it
 * to make RSA keys.
 */
public final class SelfTest implements Runnable {

  private static final EthereumAddress NOBODY =
      EthereumAddress.parse("0x000000000000000000000000000000000000dead");
  private static final DpkIdentity CLIENT = DpkIdentity.parse("dns:client.invalid");
  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:server.invalid");

  private final SecureRandom random = new SecureRandom();

  /** For the provider. */
  public SelfTest() {}

  /**
   * {@inheritDoc}
   *
   * @throws ProviderException if something is wrong: the message says what
   */
  @Override
  public void run() {
    checkSettings();
    checkKnownAnswers();
    for (Suite suite : Suite.values()) {
      agree(suite);
    }
    PskJsseProvider.assertHealthy();
  }

  private static void checkSettings() {
    try {
      Settings.check();
    } catch (IllegalArgumentException e) {
      throw new ProviderException("a setting is wrong: " + e.getMessage(), e);
    }
    try {
      BlsLibrary.chosen();
    } catch (IllegalStateException e) {
      throw new ProviderException(
          DpkProvider.BLS_PROPERTY + " can't be followed: " + e.getMessage(), e);
    }
  }

  private static void checkKnownAnswers() {
    // the Keccak team's, for the empty message
    require(
        "Keccak-256",
        Keccak256.hash(),
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    // RFC 8032 §7.1, test 1
    byte[] secret = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    try (SuiteKeyPair keys = SuiteKeyPair.of(Suite.NSL_X25519, secret.clone(), secret)) {
      require(
          "Ed25519",
          keys.publicKey().sig(),
          "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }
  }

  private void agree(Suite suite) {
    try (SuiteKeyPair clientKeys = SuiteKeyPair.generate(suite, random);
        SuiteKeyPair serverKeys = SuiteKeyPair.generate(suite, random)) {
      TwoRecords chain =
          new TwoRecords(List.of(record(CLIENT, clientKeys), record(SERVER, serverKeys)));
      try (NslAgreement client = agreement(chain, CLIENT, clientKeys);
          NslAgreement server = agreement(chain, SERVER, serverKeys)) {
        agree(client, server);
      }
    } catch (ProviderException e) {
      throw e;
    } catch (Exception e) {
      throw new ProviderException(
          "an agreement with itself in " + suite + " failed: " + e.getMessage(), e);
    }
  }

  private static void agree(PskAgreement client, PskAgreement server) throws Exception {
    try (PskAgreement.Exchange asking = client.initiate(new PskPeer(SERVER.name(), 443));
        PskAgreement.Exchange answering = server.respond(null)) {
      byte[] first = sent(asking.next(new byte[0]));
      PskAgreement.Step.Agreed atClient = agreed(asking.next(sent(answering.next(first))));
      PskAgreement.Step.Agreed atServer = agreed(answering.next(last(atClient)));
      try (Psk one = atClient.keys().next();
          Psk other = atServer.keys().next()) {
        if (one == null
            || !one.equals(other)
            || !atClient.peer().getName().equals(SERVER.toString())
            || !atServer.peer().getName().equals(CLIENT.toString())) {
          throw new ProviderException("the two ends of an agreement do not agree");
        }
      }
    }
  }

  private static byte[] sent(PskAgreement.Step step) {
    if (step instanceof PskAgreement.Step.Send send) {
      return send.message();
    }
    throw new ProviderException("an agreement with itself ended early");
  }

  private static PskAgreement.Step.Agreed agreed(PskAgreement.Step step) {
    if (step instanceof PskAgreement.Step.Agreed agreed) {
      return agreed;
    }
    throw new ProviderException("an agreement with itself did not end");
  }

  private static byte[] last(PskAgreement.Step.Agreed agreed) {
    byte @Nullable [] message = agreed.lastMessage();
    if (message == null) {
      throw new ProviderException("an agreement with itself ended without its last message");
    }
    return message;
  }

  private static NslAgreement agreement(TwoRecords chain, DpkIdentity identity, SuiteKeyPair keys) {
    return NslAgreement.of(chain, OwnIdentity.of(identity, List.of(keys))).build();
  }

  private static IdentityRecord record(DpkIdentity identity, SuiteKeyPair keys) {
    return new IdentityRecord(
        1, NOBODY, NOBODY, 0, 0, identity, List.of(keys.publicKey()), List.of());
  }

  private static void require(String name, byte[] answer, String known) {
    if (!Arrays.equals(hex(known), answer)) {
      throw new ProviderException(name + " does not give its published answer");
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
