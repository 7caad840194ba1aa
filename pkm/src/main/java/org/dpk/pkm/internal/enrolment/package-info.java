/** Enrolment, the PKM's side: which record is admitted, and how far that is. */
@NullMarked
package org.dpk.pkm.internal.enrolment;

import org.jspecify.annotations.NullMarked;
