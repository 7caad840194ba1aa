package org.dpk.pkm.internal.enrolment;

import java.util.Arrays;
import org.dpk.provider.internal.ethereum.Eip712;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.RegistryWriter;
import org.dpk.provider.internal.ethereum.Signer;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.dpk.provider.internal.record.RecordCodec;

/**
 * The PKM's hands on the chain.
 *
 * @param reader what the registry holds
 * @param writer makes the calls
 * @param eip712 what vouchers sign
 * @param wallet whose signature a voucher bears
 * @param sender quotes what a call costs
 */
public record Chain(
    RegistryReader reader,
    RegistryWriter writer,
    Eip712 eip712,
    Signer wallet,
    TransactionSender sender) {

  /** Whether the registry holds this record, and it is active. */
  static boolean isActive(RegistryEntry entry, byte[] digest) {
    return entry.slot().status() == Slot.Status.ACTIVE
        && Arrays.equals(
            entry.slot().digest(), 0, Slot.DIGEST_LENGTH, digest, 0, Slot.DIGEST_LENGTH);
  }

  /** The full digest of the identity's last record, 32 bytes; zero if it never had one. */
  static byte[] previous(RegistryEntry entry) {
    byte[] head = entry.head();
    return head.length == 0 ? new byte[32] : RecordCodec.digest(head, entry.bodyHash());
  }
}
