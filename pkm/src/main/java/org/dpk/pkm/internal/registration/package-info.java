/** Registrations: what an operator decided of a device, and the state of its token. */
@NullMarked
package org.dpk.pkm.internal.registration;

import org.jspecify.annotations.NullMarked;
