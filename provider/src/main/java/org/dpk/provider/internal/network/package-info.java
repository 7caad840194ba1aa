/**
 * What a light client is told: networks that are known by name, as data, and the one file that a
 * user writes.
 */
@NullMarked
package org.dpk.provider.internal.network;

import org.jspecify.annotations.NullMarked;
