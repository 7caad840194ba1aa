package org.dpk.provider.internal.nsl.explorer;

import java.util.Collection;
import java.util.List;

/**
 * Which sessions there are, and whose private keys the attacker has from the beginning.
 *
 * @param corrupted honest in what it does, with private keys that are known to the attacker
 */
record Scenario(List<Session> sessions, Collection<Principal> corrupted) {

  /** Whether what is believed of this peer has to be true. */
  boolean isTrusted(Principal peer) {
    return peer.honest() && !corrupted.contains(peer);
  }

  /** Whether an initiator wants to reach a peer, and there is a responder of an owner. */
  boolean has(String initiator, String peer, String responder) {
    return sessions.stream()
            .filter(Session::isInitiator)
            .anyMatch(s -> s.owner().name().equals(initiator) && s.wanted().name().equals(peer))
        && sessions.stream()
            .filter(s -> !s.isInitiator())
            .anyMatch(s -> s.owner().name().equals(responder));
  }
}
