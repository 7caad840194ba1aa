package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedPskPrincipalTest {

  private static NamedPskPrincipal ofText(String identity) {
    return NamedPskPrincipal.ofIdentity(identity.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void goesByTheIdentityAsText() {
    assertEquals("alice", ofText("alice").getName());
    assertEquals("größe 7", ofText("größe 7").getName());
    assertEquals(ofText("alice"), ofText("alice"));
    assertNotEquals(ofText("alice"), ofText("Alice"));
  }

  @Test
  void givesNoTwoIdentitiesOneName() {
    assertEquals("0x00ff", NamedPskPrincipal.ofIdentity(new byte[] {0, (byte) 0xFF}).getName());
    assertEquals("0x307830306666", ofText("0x00ff").getName());
    assertEquals("0x610a", ofText("a\n").getName());
  }

  @Test
  void refusesWhatIsNoIdentity() {
    assertThrows(IllegalArgumentException.class, () -> NamedPskPrincipal.ofIdentity(new byte[0]));
    assertThrows(
        IllegalArgumentException.class, () -> NamedPskPrincipal.ofIdentity(new byte[1025]));
  }

  @Test
  void hasACertificateForTheHost() throws Exception {
    NamedPskPrincipal host = NamedPskPrincipal.ofHost(new PskPeer("Server.Example", 443));
    List<X509Certificate> chain = host.certificates();

    assertEquals(
        List.of(List.of(2, "server.example")),
        List.copyOf(chain.get(0).getSubjectAlternativeNames()));
    assertEquals("CN=server.example", chain.get(0).getSubjectX500Principal().getName());
    chain.get(0).verify(chain.get(1).getPublicKey());
    chain.get(0).checkValidity();
    assertSame(chain, host.certificates());
  }

  @Test
  void hasACertificateForAnAddressAndForAnyName() throws Exception {
    NamedPskPrincipal loopback = NamedPskPrincipal.ofHost(new PskPeer("127.0.0.1", 443));
    assertEquals(
        List.of(List.of(7, "127.0.0.1")),
        List.copyOf(loopback.certificates().get(0).getSubjectAlternativeNames()));
    assertNull(ofText("größe 7").certificates().get(0).getSubjectAlternativeNames());
  }
}
