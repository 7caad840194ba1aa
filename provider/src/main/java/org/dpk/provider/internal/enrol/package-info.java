/**
 * Enrolment, the device's side: tokens, token files, and the client that gets a record on chain.
 */
@NullMarked
package org.dpk.provider.internal.enrol;

import org.jspecify.annotations.NullMarked;
