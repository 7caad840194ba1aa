package org.dpk.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractErrorTest {

  private static final String WORD_1 =
      "0000000000000000000000000000000000000000000000000000000000000001";
  private static final String WORD_A = "a".repeat(64);

  // the selectors are the first bytes of keccak256("NotPkm(address)") and so on, by another
  // implementation of keccak

  @Test
  void namesAndArgumentsAreRead() {
    assertEquals(
        new ContractError(
            "PreviousMismatch", List.of("0x" + WORD_A, "0x" + "a".repeat(52), "0x" + WORD_1)),
        ContractError.decode("0x70f8b890" + WORD_A + "a".repeat(52) + "0".repeat(12) + WORD_1)
            .orElseThrow());
    assertEquals(
        new ContractError("NotPkm", List.of("0x00000000000000000000000000000000000000aa")),
        ContractError.decode("0x1472f103" + "0".repeat(62) + "aa").orElseThrow());
  }

  @Test
  void withoutArguments() {
    assertEquals(
        Optional.of(new ContractError("EnforcedPause", List.of())),
        ContractError.decode("0xd93c0665"));
  }

  @Test
  void saidAsInTheSource() {
    assertEquals(
        "VersionInvalid(0x%s, 2, 1)".formatted(WORD_A),
        new ContractError("VersionInvalid", List.of("0x" + WORD_A, "2", "1")).toString());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "0x",
        "0x1472f1",
        "0x1472f103",
        "0x1472f10300",
        "0x1472f103zz",
        "0xdeadbeef" + WORD_1,
        "no hex at all",
        "0x08c379a0"
      })
  void anythingElseIsNoError(String data) {
    assertEquals(Optional.empty(), ContractError.decode(data));
  }
}
