package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.dpk.psk.standalone.KeptKey;

/**
 * A key as a program gets it.
 *
 * @param identity the wire identity, base64url: it goes into every format as it is
 * @param secret 32 bytes; whoever made this clears them
 * @param peer whom the key authenticates
 * @param from since when it is good, to the second
 * @param until when it ends, to the second
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProgramKey(String identity, byte[] secret, String peer, Instant from, Instant until)
    implements AutoCloseable {

  /** What was agreed on now. */
  public static ProgramKey of(KeptKey key, Clock clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new ProgramKey(
        new String(key.psk().identity(), US_ASCII),
        key.psk().revealSecret(),
        key.peer().getName(),
        now,
        now.plus(key.lifetime()));
  }

  /** How long it is good. */
  public Duration lifetime() {
    return Duration.between(from, until);
  }

  /** Clears the secret. */
  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }

  /** Whose key it is, not the key. */
  @Override
  public String toString() {
    return "ProgramKey[" + identity + " of " + peer + "]";
  }
}
