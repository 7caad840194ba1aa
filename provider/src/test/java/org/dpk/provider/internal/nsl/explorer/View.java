package org.dpk.provider.internal.nsl.explorer;

/**
 * What a session expects to read.
 *
 * @param peer the identity in ASCII; empty at a responder
 * @param n1 as the session drew it; empty at a responder
 * @param n2 as the session drew it; empty at an initiator
 */
record View(Principal own, byte[] peer, byte[] n1, byte[] n2) {}
