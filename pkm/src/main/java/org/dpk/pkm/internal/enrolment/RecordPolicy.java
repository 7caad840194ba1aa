package org.dpk.pkm.internal.enrolment;

import java.nio.ByteBuffer;
import java.util.List;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.agreement.EnrolmentDesk;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.dpk.provider.internal.ethereum.RegistryEntry;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;

/**
 * Which records this PKM admits.
 *
 * @param registry what is on chain already
 * @param registrar the PKM's wallet
 * @param own the keys of the PKM's record: devices can prove keys of these suites
 */
public record RecordPolicy(RegistryReader registry, EthereumAddress registrar, List<SuiteKey> own) {

  // registry.md "The record"
  private static final int VERSION_OFFSET = 1;
  private static final int NOT_AFTER_OFFSET = 57;

  /**
   * Judges a record.
   *
   * @param notAfter what it has to say as its end, Unix seconds, 0 for none
   * @param bound whether the token is bound to this very record: then it may be on chain already
   */
  void check(IdentityRecord record, byte[] bytes, long notAfter, boolean bound)
      throws EnrolmentDesk.Refused, RegistryException {
    if (!record.registrar().equals(registrar)) {
      throw unfit("its registrar is " + record.registrar());
    }
    if (record.notBefore() != 0 || record.notAfter() != notAfter) {
      throw unfit("its validity is another than was registered");
    }
    requireProvable(own, record.keys());
    RegistryEntry entry = registry.entry(record.identity());
    if (bound && Chain.isActive(entry, digest(bytes))) {
      return;
    }
    if (isTaken(entry)) {
      throw new EnrolmentDesk.Refused(
          TokenRejection.ALREADY_ACTIVE.code(), TokenRejection.ALREADY_ACTIVE.advice());
    }
    if (record.version() != nextVersion(entry)) {
      throw unfit("its version is " + record.version() + ", not " + nextVersion(entry));
    }
  }

  /** A key that can't be used, or that nobody could prove to have, is not admitted. */
  static void requireProvable(List<SuiteKey> own, List<SuiteKey> keys)
      throws EnrolmentDesk.Refused {
    if (keys.isEmpty()) {
      throw unfit("it has no keys");
    }
    for (SuiteKey key : keys) {
      String number = "0x%04x".formatted(key.suite());
      Suite suite =
          Suite.byId(key.suite())
              .orElseThrow(() -> unfit("the suite " + number + " is not known here"));
      if (!suite.fits(key)) {
        throw unfit("its keys of " + suite + " are malformed");
      }
      // protocol.md "Enrolment": each is proven by a handshake in its suite
      if (own.stream().noneMatch(mine -> mine.suite() == suite.id())) {
        throw unfit("keys of " + suite + " can't be proven to a PKM without such keys");
      }
    }
  }

  private static boolean isTaken(RegistryEntry entry) {
    if (entry.slot().status() != Slot.Status.ACTIVE) {
      return false;
    }
    long end = ByteBuffer.wrap(entry.head()).getLong(NOT_AFTER_OFFSET);
    return end == 0 || end >= entry.block().timestamp(); // not_after is included
  }

  private static long nextVersion(RegistryEntry entry) {
    byte[] head = entry.head();
    return head.length == 0 ? 1 : ByteBuffer.wrap(head).getLong(VERSION_OFFSET) + 1;
  }

  private static byte[] digest(byte[] record) throws EnrolmentDesk.Refused {
    try {
      return RecordCodec.digest(record);
    } catch (RecordFormatException e) {
      throw unfit("it does not parse");
    }
  }

  private static EnrolmentDesk.Refused unfit(String why) {
    return new EnrolmentDesk.Refused(
        TokenRejection.UNFIT_RECORD.code(), "the record is not admitted: " + why);
  }
}
