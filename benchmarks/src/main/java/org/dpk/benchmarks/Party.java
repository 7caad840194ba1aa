package org.dpk.benchmarks;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.LoadLimits;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.OwnIdentity;
import org.dpk.provider.internal.nsl.HedgedRandomness;
import org.dpk.provider.internal.nsl.Initiator;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;

/** One end of a handshake with keys and record, and what it makes of them; no chain. */
final class Party {

  private static final EthereumAddress WALLET =
      EthereumAddress.parse("0x00000000000000000000000000000000000000aa");
  private static final RegistryId REGISTRY = new RegistryId(31337, WALLET);

  /** One handshake after the other is what is measured, and no flood. */
  private static final AdmissionLimits NO_LOAD =
      AdmissionLimits.DEFAULT.withLoad(new LoadLimits(1_000_000, 100));

  private final SuiteKeyPair keys;
  private final HedgedRandomness random;
  private final EncodedRecord record;
  private final OwnKeys own;

  /** With keys of the default suite. */
  Party(String identity) {
    this(Suite.DEFAULT, identity);
  }

  Party(Suite suite, String identity) {
    keys = SuiteKeyPair.generate(suite, new SecureRandom());
    random = new HedgedRandomness(keys, new SecureRandom(), Clock.systemUTC());
    record =
        EncodedRecord.of(
            new IdentityRecord(
                1,
                WALLET,
                WALLET,
                0,
                0,
                DpkIdentity.parse(identity),
                List.of(keys.publicKey()),
                List.of()));
    own = new OwnKeys(record, List.of(keys));
  }

  /** What a look-up of this party answers. */
  Lookup lookup() {
    return new Lookup.Active(
        record.record(),
        new BlockRef(1, new byte[32], Clock.systemUTC().instant().getEpochSecond()),
        Assurance.TRUSTED_NODE);
  }

  /** This party's key manager for TLS, for which the two of them are the whole world. */
  NslAgreement agreement(Party peer, KeyTerms terms) {
    KeyRegistry registry =
        new FixedRegistry(
            REGISTRY, Map.of(record.identity(), lookup(), peer.record.identity(), peer.lookup()));
    return NslAgreement.of(registry, OwnIdentity.of(record.identity(), List.of(keys)))
        .terms(terms)
        .limits(NO_LOAD)
        .build();
  }

  Initiator initiate(Party peer) {
    return new Initiator(
        REGISTRY, own, peer.record, Primitives.Source.standard(), random, KeyTerms.DEFAULT, null);
  }

  /** The public keys of the record. */
  SuiteKey publicKey() {
    return keys.publicKey();
  }

  Responder respond() {
    return respond(hash -> true);
  }

  /**
   * @param isNew asked with the hash of an NS1's ciphertext, before anything secret is touched
   */
  Responder respond(Predicate<byte[]> isNew) {
    return new Responder(
        REGISTRY,
        kid -> own.hasKid(kid) ? Optional.of(own) : Optional.empty(),
        Primitives.Source.standard(),
        random,
        KeyTerms.DEFAULT,
        isNew,
        false);
  }
}
