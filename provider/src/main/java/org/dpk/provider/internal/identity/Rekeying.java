package org.dpk.provider.internal.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.dpk.provider.internal.ethereum.Wallet;
import org.jspecify.annotations.Nullable;

/** Encrypts all that is secret in a document anew, under another password's key. */
record Rekeying(FileKey from, FileKey to, char[] password, SecureRandom random) {

  IdentityDocument.Parts apply(IdentityDocument.Parts parts) {
    return new IdentityDocument.Parts(
        parts.identity(),
        parts.chain(),
        to.derivation(),
        generation(parts.current()),
        generation(parts.candidate()),
        parts.earlier().stream().map(this::reencrypt).toList(),
        wallet(parts.wallet()),
        parts.peers(),
        parts.pkm(),
        enrolment(parts.enrolment()));
  }

  private @Nullable Generation generation(@Nullable Generation generation) {
    return generation == null ? null : reencrypt(generation);
  }

  private Generation reencrypt(Generation generation) {
    return new Generation(
        generation.record(),
        generation.keys().stream().map(keys -> keys.rekeyed(from, to, random)).toList());
  }

  private @Nullable StoredWallet wallet(@Nullable StoredWallet stored) {
    if (stored == null) {
      return null;
    }
    byte[] key = from.decrypt(IdentityEdit.WALLET, stored.sealedKey());
    try {
      return sealWallet(key, to, password, random);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  static StoredWallet sealWallet(
      byte[] privateKey, FileKey key, char[] password, SecureRandom random) {
    try (Wallet wallet = Wallet.of(privateKey)) {
      return new StoredWallet(
          IdentityJson.compact(wallet.toKeystore(password)),
          key.encrypt(IdentityEdit.WALLET, privateKey, random));
    }
  }

  private @Nullable SealedEnrolment enrolment(@Nullable SealedEnrolment sealed) {
    if (sealed == null) {
      return null;
    }
    Map<String, byte[]> secrets = new HashMap<>();
    for (Map.Entry<String, byte[]> each : sealed.secrets().entrySet()) {
      String name = IdentityEdit.secretName(each.getKey());
      byte[] secret = from.decrypt(name, each.getValue());
      try {
        secrets.put(each.getKey(), to.encrypt(name, secret, random));
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
    return new SealedEnrolment(sealed.stage(), sealed.values(), secrets);
  }
}
