package org.dpk.provider;

/**
 * The chain says something new of an identity. It only invalidates: whoever wants to know what is
 * true now looks it up.
 *
 * @param idHash keccak256 of the canonical identity: the event names no more than this; 32 bytes
 * @param revoked whether it was revoked
 * @param blockNumber where the change stands, or the later block that it was proven at; if it only
 *     may have changed, the newest block that is certain
 */
public record IdentityChanged(IdHash idHash, boolean revoked, long blockNumber) {}
