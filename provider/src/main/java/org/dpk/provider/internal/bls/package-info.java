/**
 * BLS signatures over BLS12-381 as Ethereum's consensus uses them: ciphersuite
 * BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_ of draft-irtf-cfrg-bls-signature, public keys in G1
 * (48 bytes), signatures in G2 (96 bytes), both compressed as the draft's appendix on serialization
 * has it. Verification only: a light client signs nothing. Two libraries do the arithmetic, Bouncy
 * Castle by default and the native blst where it is on the class path; what is accepted is decided
 * here, the same way for both.
 */
@NullMarked
package org.dpk.provider.internal.bls;

import org.jspecify.annotations.NullMarked;
