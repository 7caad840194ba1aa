/**
 * The light client of Ethereum's consensus specifications (specs/altair/light-client and its
 * changes in Capella, Deneb, Electra and Fulu), without I/O, threads or a clock: which header of a
 * beacon chain is to be believed, because two thirds of its sync committee signed it.
 *
 * <p>{@link org.dpk.provider.internal.consensus.LightClient} makes and moves an immutable {@link
 * org.dpk.provider.internal.consensus.LightClientStore}; what it takes is read by {@link
 * org.dpk.provider.internal.consensus.BeaconApiJson} or {@link
 * org.dpk.provider.internal.consensus.LightClientSsz}.
 */
@NullMarked
package org.dpk.provider.internal.consensus;

import org.jspecify.annotations.NullMarked;
