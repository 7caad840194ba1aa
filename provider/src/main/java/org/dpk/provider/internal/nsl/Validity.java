package org.dpk.provider.internal.nsl;

import org.dpk.provider.BlockRef;
import org.dpk.provider.IdentityRecord;

/** Whether a record holds at the time of a block (protocol.md "Rotation and revocation"). */
public final class Validity {

  private Validity() {}

  /** By the chain's clock: {@code not_before} and {@code not_after} are included, 0 means none. */
  public static boolean at(BlockRef block, IdentityRecord record) {
    long now = block.timestamp();
    return now >= record.notBefore() && (record.notAfter() == 0 || now <= record.notAfter());
  }
}
