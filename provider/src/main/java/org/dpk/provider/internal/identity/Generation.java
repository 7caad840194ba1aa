package org.dpk.provider.internal.identity;

import java.util.List;

/**
 * One version of an identity at rest: its record, and the private keys to it.
 *
 * @param record as it stands on chain, or is to stand there
 * @param keys in the order of the record
 */
record Generation(PlacedRecord record, List<SealedKeys> keys) {
  Generation {
    keys = List.copyOf(keys);
  }
}
