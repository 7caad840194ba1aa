package org.dpk.provider.internal.nsl.explorer;

/**
 * What a session that has a key believes.
 *
 * @param peer whose record it believes the other end to have
 * @param key what TLS is given: exported from epsk_0
 * @param keyName pskid_0
 */
record Completion(Session session, Principal peer, Term key, Term keyName) {

  Principal owner() {
    return session.owner();
  }

  /** Whether both are the two ends of one run: each other's peers, in opposite roles. */
  boolean mirrors(Completion other) {
    return session.role() != other.session.role() && owner() == other.peer && peer == other.owner();
  }
}
