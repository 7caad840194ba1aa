package org.dpk.provider;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the first messages that came to a server, rung by rung (protocol.md "What B does
 * before it trusts NS1"). A snapshot: immutable. Counts only grow, from the start of the process.
 *
 * @param counts of every rung
 * @param unfinished how many runs are between NS1 and NS34 now
 * @param underLoad whether cookies are asked for now
 */
public record HandshakeMetrics(Map<Rung, Long> counts, int unfinished, boolean underLoad) {

  /** What is counted, in the order in which a message meets it. */
  public enum Rung {
    /** NS1 that parsed, repeated ones too. */
    ARRIVED,
    /** Stopped: no message of this protocol, or not the one that was due. */
    MALFORMED,
    /** Stopped for now: NS1 that was asked for once more, with a cookie (RETRY). */
    COOKIE_ASKED,
    /** Passed: NS1 with the cookie that was made for it. */
    COOKIE_GOOD,
    /** Stopped: NS1 after RETRY without a good cookie. */
    COOKIE_REFUSED,
    /** Stopped: the network of the client has asked too often while there was load. */
    BUCKET_EMPTY,
    /** Passed without a limit of its network: the address is not known. */
    ADDRESS_UNKNOWN,
    /** Stopped: the network of the client holds its share of the unfinished runs. */
    SHARE_TAKEN,
    /** Stopped: there are too many unfinished runs. */
    UNFINISHED_FULL,
    /** Stopped: another record or suite of this end is meant than is in use. */
    KEY_UNKNOWN,
    /** Stopped: the same NS1 as before. */
    REPLAYED,
    /** Passed: operations with the private key. */
    PRIVATE_KEY_USED,
    /** Stopped: the box of NS1 did not open. */
    UNDECRYPTABLE,
    /** Passed: the identity's record was at hand. */
    CACHED_RECORD,
    /** No record, revoked or absent, was at hand. */
    CACHED_REFUSAL,
    /** Passed: a staple proved the record, and the chain was asked nothing. */
    STAPLED,
    /** Stopped: a staple that proves something else than it says. */
    STAPLE_WRONG,
    /** Look-ups of the chain for identities that were admitted here before. */
    LOOKUP_KNOWN,
    /** Look-ups of the chain for identities that never were. */
    LOOKUP_STRANGER,
    /** Look-ups past the cache, because NS1 named another version. */
    LOOKUP_REFETCH,
    /** No look-up of its own: one was under way already. */
    LOOKUP_SHARED,
    /** Stopped: too many look-ups for identities that were admitted here before. */
    OVER_BUDGET_KNOWN,
    /** Stopped: too many look-ups for identities that never were. */
    OVER_BUDGET_STRANGER,
    /** Stopped: too many look-ups past the cache. */
    OVER_BUDGET_REFETCH,
    /** Stopped: too many wait for the look-up of one identity that is under way. */
    CROWD,
    /** Stopped: the chain did not answer. */
    LOOKUP_FAILED,
    /** Stopped: the chain has another record, none, or a revoked one. */
    NOT_AS_CLAIMED,
    /** NS2 that were sent: from here on the client has to prove itself. */
    ANSWERED,
    /** Stopped: the client did not go on in time. */
    TIMED_OUT,
    /** Stopped: an unfinished run that had to make room for a newer one. */
    DISPLACED,
    /** Stopped: NS34 that proved nothing. */
    UNPROVEN,
    /** Stopped: proven, and not admitted by policy, or changed meanwhile. */
    REFUSED,
    /** A key was agreed on. */
    AGREED
  }

  /** Copies. */
  public HandshakeMetrics {
    Map<Rung, Long> copy = new EnumMap<>(Rung.class);
    for (Rung rung : Rung.values()) {
      copy.put(rung, counts.getOrDefault(rung, 0L));
    }
    counts = Collections.unmodifiableMap(copy);
  }

  /** How many there were. */
  public long count(Rung rung) {
    return counts.getOrDefault(rung, 0L);
  }
}
