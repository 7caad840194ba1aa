package org.dpk.provider.internal.nsl;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Keys that nobody should use, in the manner of Wycheproof. */
final class EdgeCases {

  private EdgeCases() {}

  /** X25519 points of low order, in every encoding that RFC 7748 reads as one of them. */
  static List<byte[]> lowOrderPoints() {
    return Stream.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  /** Two coefficients of ML-KEM, 12 bits each, of which one is 3329 or more (FIPS 203 §7.2). */
  static List<byte[]> coefficientsAboveTheModulus() {
    return Stream.of("010d00", "0010d0", "ff0f00", "00f0ff", "ffffff")
        .map(HexFormat.of()::parseHex)
        .toList();
  }
}
