/** The Public Key Manager: the server that admits devices. */
@NullMarked
package org.dpk.pkm;

import org.jspecify.annotations.NullMarked;
