/**
 * An explicit-state Dolev-Yao explorer of DPK-NSL/1 (docs/protocol/explorer.md): the product's
 * {@link org.dpk.provider.internal.nsl.Initiator} and {@link
 * org.dpk.provider.internal.nsl.Responder} with symbolic cryptography behind {@link
 * org.dpk.provider.internal.nsl.Primitives}, and an attacker who owns the network.
 *
 * <p>{@link Terms} are what bytes mean, {@link SymbolicPrimitives} makes them, {@link Knowledge} is
 * what the attacker can do with them, {@link Attacker} what it sends, {@link Session} how a state
 * machine answers, {@link Explorer} goes through all of it, {@link Claim} says what has to hold,
 * and {@link Removal} what can be taken out of the protocol to see whether that is noticed.
 *
 * <p>Not modelled: cryptography that is less than perfect, messages that a session refuses (their
 * tests are elsewhere), values in a place where another kind belongs, alerts, RETRY, enrolment,
 * rotation, records with several suites, and TLS.
 */
package org.dpk.provider.internal.nsl.explorer;
