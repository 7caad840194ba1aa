package org.dpk.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.dpk.provider.DpkIdentity.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpkIdentityTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @CsvSource({
    "dns:example.org,            dns:example.org",
    "DNS:Example.ORG.,           dns:example.org",
    "dns:localhost,              dns:localhost",
    "dns:a-b.1.x9,               dns:a-b.1.x9",
    "dns:b\u00fccher.example,    dns:xn--bcher-kva.example",
    "dns:B\u00dcCHER.example,    dns:xn--bcher-kva.example",
    "dns:xn--BCHER-kva.example,  dns:xn--bcher-kva.example",
    "dns:xn--strae-oqa.example,  dns:xn--strae-oqa.example",
    "dns:example\u3002org,       dns:example.org",
    "dns:\uff45xample.org,       dns:example.org",
    "dns:r3---sn-1.example.org,  dns:r3---sn-1.example.org",
    "ip:192.0.2.1,               ip:192.0.2.1",
    "ip:0.0.0.0,                 ip:0.0.0.0",
    "ip:2001:DB8::1,             ip:2001:db8::1",
    "ip:[2001:db8::1],           ip:2001:db8::1",
    "ip:2001:db8:0:0:1:0:0:1,    ip:2001:db8::1:0:0:1",
    "ip:2001:0db8:0:1:1:1:1:1,   ip:2001:db8:0:1:1:1:1:1",
    "ip:2001:db8::1:1:1:1:1,     ip:2001:db8:0:1:1:1:1:1",
    "ip:0:0:1:0:0:0:1:0,         ip:0:0:1::1:0",
    "ip:1:0:0:0:0:0:0:0,         ip:1::",
    "ip:0:0:0:0:0:0:0:1,         ip:::1",
    "ip:::,                      ip:::",
    "ip:::ffff:192.0.2.1,        ip:192.0.2.1",
    "ip:::FFFF:c000:201,         ip:192.0.2.1",
    "ip:0:0:0:0:0:ffff:192.0.2.1,ip:192.0.2.1",
    "ip:::192.0.2.1,             ip:::c000:201",
    "ip:64:ff9b::192.0.2.33,     ip:64:ff9b::c000:221",
    "uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6, uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
  })
  void canonicalForm(String text, String canonical) {
    DpkIdentity identity = DpkIdentity.parse(text);

    assertEquals(canonical, identity.toString());
    assertEquals(identity, DpkIdentity.parse(canonical));
    assertEquals(identity.hashCode(), DpkIdentity.parse(canonical).hashCode());
    assertArrayEquals(canonical.getBytes(StandardCharsets.US_ASCII), identity.bytes());
    assertEquals(canonical, identity.kind().prefix() + ":" + identity.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        ":",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "dns:",
        "dns:.",
        "dns:a..b",
        "dns:.a",
        "dns:a..",
        "dns:-a",
        "dns:a-",
        "dns:a_b",
        "dns:a b",
        "dns: a",
        "dns:a\n",
        "dns:a\u0000",
        "dns:*.example.org",
        "dns:a:80",
        "dns:a/b",
        "dns:user@a",
        "dns:127.0.0.1",
        "dns:127.1",
        "dns:1",
        "dns:0x7f000001",
        "dns:example.0x",
        "dns:\uff11\uff12\uff17.\uff11",
        "dns:stra\u00dfe.example",
        "dns:\u200da",
        "dns:\ud800",
        "ip:",
        "ip:1.2.3",
        "ip:127.1",
        "ip:2130706433",
        "ip:0x7f.0.0.1",
        "ip:0177.0.0.1",
        "ip:01.2.3.4",
        "ip:1.2.3.4.",
        "ip:1.2.3.256",
        "ip:1.2.3.-4",
        "ip:1.2.3.4.5",
        "ip: 1.2.3.4",
        "ip:\u0661.2.3.4",
        "ip:[1.2.3.4]",
        "ip:fe80::1%eth0",
        "ip:fe80::1%",
        "ip:1.2.3.4%1",
        "ip::",
        "ip:::1::",
        "ip:1:::2",
        "ip::1:2:3:4:5:6:7:8",
        "ip:1:2:3:4:5:6:7",
        "ip:1:2:3:4:5:6:7:8:9",
        "ip:1:2:3:4:5:6:7:8::",
        "ip:::1:2:3:4:5:6:7:8",
        "ip:12345::",
        "ip:g::",
        "ip:+1::",
        "ip:1.2.3.4::",
        "ip:::1.2.3.4:1",
        "ip:::1.2.3",
        "ip:::01.2.3.4",
        "ip:1:2:3:4:5:6:7:1.2.3.4",
        "ip:[::1",
        "ip:example.org",
        "uuid:",
        "uuid:f81d4fae7dec11d0a76500a0c91e6bf6",
        "uuid:{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
        "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bfg",
        "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ",
        "uuid:1-1-1-1-1",
      })
  void refuses(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DpkIdentity.parse(text));

    assertTrue(e.getMessage().length() > 20, e.getMessage());
    assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c != 0x7f), e.getMessage());
  }

  @Test
  void boundsOfADomain() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(59));

    assertEquals(255, DpkIdentity.parse("dns:" + longest).bytes().length);
    assertEquals(255, DpkIdentity.parse("dns:" + longest + ".").bytes().length);
    assertThrows(IllegalArgumentException.class, () -> DpkIdentity.parse("dns:" + longest + "a"));
    assertThrows(IllegalArgumentException.class, () -> DpkIdentity.parse("dns:" + label + "a.b"));
    assertThrows(
        IllegalArgumentException.class, () -> DpkIdentity.parse("dns:" + "\u00fc".repeat(100_000)));
  }

  @ParameterizedTest
  @CsvSource({
    "Example.org.,       dns:example.org",
    "localhost,          dns:localhost",
    "192.0.2.1,          ip:192.0.2.1",
    "2001:db8:0::1,      ip:2001:db8::1",
    "::ffff:192.0.2.1,   ip:192.0.2.1",
    "b\u00fccher.example,dns:xn--bcher-kva.example",
  })
  void ofHost(String host, String canonical) {
    assertEquals(canonical, DpkIdentity.ofHost(host).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.1",
        "127.0.0.1.",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "1.2.3.4.5",
        "fe80::1%1",
        "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "dns:example.org",
        "example.org:443",
        "[::1]",
        "a_b",
      })
  void refusesHost(String host) {
    assertThrows(IllegalArgumentException.class, () -> DpkIdentity.ofHost(host));
  }

  @Test
  void aUuidIsNeverAHost() {
    UUID uuid = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");

    assertEquals(Kind.UUID, DpkIdentity.of(uuid).kind());
    assertEquals(DpkIdentity.of(uuid), DpkIdentity.parse("uuid:" + uuid));
    assertNotEquals(DpkIdentity.of(uuid), DpkIdentity.ofHost(uuid.toString()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void spellingsOfADomainAreOneIdentity(long seed) {
    Random random = new Random(seed);
    String name = randomDomain(random);
    StringBuilder spelt = new StringBuilder();
    name.chars().forEach(c -> spelt.append(cased((char) c, random)));

    DpkIdentity identity = DpkIdentity.parse("dns:" + name);

    assertEquals("dns:" + name, identity.toString());
    assertEquals(identity, DpkIdentity.ofHost(spelt + (random.nextBoolean() ? "." : "")));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void spellingsOfAnAddressAreOneIdentity(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    byte[] address = new byte[16];
    for (int i = 0; i < 16; i += 2) {
      if (random.nextInt(3) == 0) {
        address[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
        address[i + 1] = (byte) random.nextInt();
      }
    }
    StringBuilder full = new StringBuilder();
    for (int i = 0; i < 16; i += 2) {
      int group = (address[i] & 0xFF) << 8 | address[i + 1] & 0xFF;
      String digits = random.nextBoolean() ? "%04X" : "%x";
      full.append(i > 0 ? ":" : "").append(digits.formatted(group));
    }

    DpkIdentity identity = DpkIdentity.ofHost(full.toString());

    assertEquals(identity, DpkIdentity.ofHost(identity.name()));
    assertFalse(identity.name().matches(".*(^|:)0[0-9a-f].*"), identity.name());
    assertEquals(identity.name(), identity.name().toLowerCase(Locale.ROOT));
    // the JDK reads the canonical text as the same address
    assertArrayEquals(
        InetAddress.getByAddress(address).getAddress(),
        InetAddress.getByName(identity.name()).getAddress());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anythingParsesToItselfOrIsRefused(long seed) {
    Random random = new Random(seed);
    String alphabet = "0123456789abcdefx.:-%[]A\u00fc\u3002 _";
    for (int i = 0; i < 200; i++) {
      StringBuilder text =
          new StringBuilder(new String[] {"dns:", "ip:", "uuid:", ""}[random.nextInt(4)]);
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        DpkIdentity identity = DpkIdentity.parse(text.toString());
        assertEquals(identity, DpkIdentity.parse(identity.toString()), text.toString());
        assertEquals(identity.toString(), DpkIdentity.parse(identity.toString()).toString());
        assertTrue(identity.bytes().length <= DpkIdentity.MAX_LENGTH);
      } catch (IllegalArgumentException declared) {
        assertTrue(declared.getMessage().length() > 10);
      }
    }
  }

  private static char cased(char c, Random random) {
    return random.nextBoolean() ? Character.toUpperCase(c) : c;
  }

  private static String randomDomain(Random random) {
    StringBuilder name = new StringBuilder();
    for (int labels = random.nextInt(4); labels >= 0; labels--) {
      name.append(name.length() == 0 ? "" : ".").append((char) ('a' + random.nextInt(26)));
      for (int n = random.nextInt(20); n > 0; n--) {
        name.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
      }
      name.append((char) ('a' + random.nextInt(26)));
    }
    return name.toString();
  }
}
