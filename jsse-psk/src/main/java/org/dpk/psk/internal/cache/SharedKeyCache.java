package org.dpk.psk.internal.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.psk.AgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.dpk.psk.PskStore;
import org.dpk.psk.SealedPsk;
import org.dpk.psk.SharedPskCache;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the PSK cache in a store that several processes share. A key is used once
 * whichever of them is asked for it. Safe for use by several threads.
 *
 * <p>All keys of an agreement are derived at once and what derived them is erased: nothing in the
 * store leads to a further key, and a used one is gone. A store that does not answer in time, and a
 * row that makes no sense, are as an unknown key.
 */
public final class SharedKeyCache implements AcceptedKeys {

  private static final Logger LOG = System.getLogger(SharedKeyCache.class.getName());

  /** How far apart the clocks of the processes may be. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** What an expiry tells apart. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What still fits a row's expiry. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final PskStore store;
  private final StoreCalls calls;
  private final KeySealer sealer;
  private final PskAgreement agreement;
  private final Clock clock;

  /**
   * @param agreement knows its peers again
   */
  public SharedKeyCache(SharedPskCache shared, PskAgreement agreement, SecureRandom random) {
    this(shared, agreement, random, Clock.systemUTC());
  }

  SharedKeyCache(SharedPskCache shared, PskAgreement agreement, SecureRandom random, Clock clock) {
    this.store = shared.store();
    this.calls = new StoreCalls(shared.deadline());
    this.sealer = new KeySealer(shared.sealingKey(), random);
    this.agreement = agreement;
    this.clock = clock;
  }

  @Override
  public void admit(PskSeries series, PskPrincipal principal, Duration lifetime) {
    try (series) {
      Optional<byte[]> description =
          agreement
              .describe(principal)
              .filter(bytes -> bytes.length <= KeySealer.MAX_DESCRIPTION_LENGTH);
      if (description.isEmpty() || lifetime.compareTo(SHORTEST) < 0) {
        return;
      }
      List<SealedPsk> keys = seal(series, principal.getName(), description.get(), lifetime);
      if (!keys.isEmpty()) {
        calls.ask(
            () -> {
              store.put(keys);
              return true;
            });
      }
    }
  }

  private List<SealedPsk> seal(
      PskSeries series, String principal, byte[] description, Duration lifetime) {
    Instant now = clock.instant();
    Instant expiry =
        now.plus(lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime)
            .truncatedTo(ChronoUnit.MILLIS);
    List<SealedPsk> keys = new ArrayList<>();
    while (keys.size() < SharedPskCache.MAX_KEYS_AT_ONCE) {
      try (Psk next = series.next()) {
        if (next == null) {
          break;
        }
        keys.add(sealer.seal(next, principal, description, now, expiry));
      }
    }
    return keys;
  }

  @Override
  public Optional<Psk> find(byte[] wireIdentity) {
    if (wireIdentity.length == 0 || wireIdentity.length > Psk.MAX_IDENTITY_LENGTH) {
      return Optional.empty();
    }
    String name = sealer.name(wireIdentity);
    Optional<SealedPsk> row = calls.ask(() -> store.find(name)).flatMap(found -> found);
    return row.flatMap(found -> open(found, name)).flatMap(key -> psk(wireIdentity, name, key));
  }

  private Optional<KeySealer.Content> open(SealedPsk row, String name) {
    Optional<KeySealer.Content> content =
        row.name().equals(name) ? sealer.open(row) : Optional.empty();
    if (content.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "a row of the shared PSK cache was altered, or sealed with another key: not used");
    }
    return content.filter(key -> isInForce(row.expiry(), key));
  }

  /** A clock that was set back must not bring a key to life again. */
  private boolean isInForce(Instant expiry, KeySealer.Content key) {
    Instant now = clock.instant();
    boolean inForce = now.isBefore(expiry) && !now.isBefore(key.created().minus(CLOCK_SKEW));
    if (!inForce) {
      Arrays.fill(key.secret(), (byte) 0);
    }
    return inForce;
  }

  private Optional<Psk> psk(byte[] wireIdentity, String name, KeySealer.Content key) {
    try {
      PskPrincipal principal = agreement.recognise(key.description());
      return Optional.of(Psk.of(wireIdentity, key.secret(), principal));
    } catch (AgreementException e) {
      if (e.endsKeys()) {
        calls.order(() -> store.remove(name));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "a row of the shared PSK cache holds no key: not used");
      return Optional.empty();
    } finally {
      Arrays.fill(key.secret(), (byte) 0);
    }
  }

  @Override
  public boolean consume(byte[] wireIdentity) {
    String name = sealer.name(wireIdentity);
    return calls.ask(() -> store.remove(name)).orElse(false);
  }

  @Override
  public void forget(@Nullable String principal) {
    if (principal == null) {
      calls.order(
          () -> {
            store.clear();
            return true;
          });
      return;
    }
    String owner = sealer.owner(principal);
    calls.order(
        () -> {
          store.removeOwner(owner);
          return true;
        });
  }
}
