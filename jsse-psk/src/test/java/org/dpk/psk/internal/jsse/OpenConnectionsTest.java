package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

  private final OpenConnections connections = new OpenConnections();
  private final PskEngine engine;

  OpenConnectionsTest() throws Exception {
    engine = (PskEngine) Contexts.fixed().createSSLEngine();
  }

  @Test
  void aConnectionThatBeganBeforeARevocationDoesNotOpenAfterIt() {
    long before = connections.mark();
    connections.revoke("alice");

    assertFalse(connections.add("alice", engine, before));
    assertTrue(connections.add("bob", engine, before));
    assertTrue(connections.add("alice", engine, connections.mark()));
  }

  @Test
  void aRevocationOfEverybodyCountsForEachPeer() {
    long before = connections.mark();
    connections.revoke(null);

    assertFalse(connections.add("alice", engine, before));
    assertTrue(connections.add("alice", engine, connections.mark()));
  }

  @Test
  void whatIsForgottenIsRefusedNotAdmitted() {
    long before = connections.mark();
    connections.revoke("alice");
    for (int i = 0; i < 2000; i++) {
      connections.revoke("device " + i);
    }

    assertFalse(connections.add("alice", engine, before));
    assertTrue(connections.add("alice", engine, connections.mark()));
  }
}
