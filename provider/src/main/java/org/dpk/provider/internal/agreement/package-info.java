/**
 * NSL as jsse-psk wants it: look-ups with deadlines around the state machines, and keys that end
 * when a record does.
 */
@NullMarked
package org.dpk.provider.internal.agreement;

import org.jspecify.annotations.NullMarked;
