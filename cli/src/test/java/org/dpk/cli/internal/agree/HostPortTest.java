package org.dpk.cli.internal.agree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dpk.cli.internal.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "broker.example, broker.example, -1",
    "broker.example:8444, broker.example, 8444",
    "10.0.0.7:0, 10.0.0.7, 0",
    "2001:db8::1, 2001:db8::1, -1",
    "[2001:db8::1], 2001:db8::1, -1",
    "[::1]:65535, ::1, 65535"
  })
  void reads(String text, String host, int port) {
    assertEquals(new HostPort(host, port), HostPort.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8444",
        "host:",
        "host:65536",
        "host:-1",
        "host:x",
        "[::1]x:1",
        "[]",
        "x:1:2:y"
      })
  void refuses(String text) {
    Failure failure = assertThrows(Failure.class, () -> HostPort.parse(text));
    assertEquals(64, failure.diagnosis().exit().number());
  }
}
