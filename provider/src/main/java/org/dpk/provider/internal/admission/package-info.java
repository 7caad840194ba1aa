/**
 * What a responder asks before it spends anything on a first message, cheapest first (protocol.md
 * "What B does before it trusts NS1"), and what it counts while it does. A package of its own: it
 * knows addresses, clocks and limits, and nothing of keys.
 */
@NullMarked
package org.dpk.provider.internal.admission;

import org.jspecify.annotations.NullMarked;
