/** Tokens: how they are made, and who may use one. */
@NullMarked
package org.dpk.pkm.internal.token;

import org.jspecify.annotations.NullMarked;
