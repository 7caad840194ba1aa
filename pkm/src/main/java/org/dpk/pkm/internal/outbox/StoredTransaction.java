package org.dpk.pkm.internal.outbox;

import java.math.BigInteger;
import java.time.Instant;
import java.util.OptionalLong;
import org.dpk.provider.internal.ethereum.PreparedTransaction;

/**
 * A transaction that was signed for an intent.
 *
 * @param transaction as it is sent
 * @param value the Ether that it carries, in wei
 * @param validUntil when what it carries ends (a voucher's deadline, Unix seconds); empty for never
 * @param signedAt when it was signed
 */
public record StoredTransaction(
    PreparedTransaction transaction, BigInteger value, OptionalLong validUntil, Instant signedAt) {}
