package org.dpk.provider.internal.jsse;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.NslAgreementBuilder;
import org.dpk.provider.internal.agreement.OwnIdentity;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.keystore.ChainAccess;
import org.dpk.provider.internal.keystore.OwnPrivateKey;
import org.dpk.provider.internal.keystore.Settings;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** Makes of an unlocked identity what agrees on keys in its name. */
public final class Agreements {

  private Agreements() {}

  /**
   * An agreement of this identity, with the peers of its file and of the settings. Nothing is asked
   * of the chain before the first handshake.
   *
   * @param key stays unlocked for as long as the agreement is used
   * @throws RegistryException if no node is known to ask
   * @throws IllegalArgumentException if a setting can't be used
   */
  static NslAgreement of(OwnPrivateKey key) throws RegistryException {
    return builder(key).build();
  }

  /**
   * The same for the identity of a DPK key store, with more to be set.
   *
   * @param password of the key; not cleared
   * @throws RegistryException if no node is known to ask
   * @throws GeneralSecurityException if the store has no identity, or the password is wrong
   * @throws IllegalArgumentException if a setting can't be used
   */
  public static NslAgreementBuilder builder(KeyStore store, char[] password)
      throws RegistryException, GeneralSecurityException {
    return builder(OwnKey.in(store, password));
  }

  private static NslAgreementBuilder builder(OwnPrivateKey key) throws RegistryException {
    LocalIdentity local = key.identity();
    ChainAccess access = key.access();
    Map<String, DpkIdentity> peers = new HashMap<>(local.peers());
    peers.putAll(Settings.peers());
    KeyRegistry registry = access.open();
    return NslAgreement.of(registry, own(local))
        .hosts(HostIdentity.of(peers))
        .lookupDeadline(access.lookupTimeout())
        .shown();
  }

  private static OwnIdentity own(LocalIdentity local) {
    // a candidate may be admitted while this runs: its keys are at hand then
    List<SuiteKeyPair> pairs = new ArrayList<>();
    Stream.of(local.current().stream(), local.candidate().stream(), local.earlier().stream())
        .flatMap(records -> records)
        .forEach(record -> pairs.addAll(record.keys()));
    return new OwnIdentity(
        local.identity(), pairs, local.earlier().stream().map(Agreements::keys).toList());
  }

  private static OwnKeys keys(OwnRecord record) {
    return new OwnKeys(record.encoded(), record.keys());
  }
}
