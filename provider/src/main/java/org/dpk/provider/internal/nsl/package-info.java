/** DPK-NSL/1: two state machines without I/O, their messages, transcript and suites. */
@NullMarked
package org.dpk.provider.internal.nsl;

import org.jspecify.annotations.NullMarked;
