package org.dpk.consumers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.jsse.AdmittedIdentities;

/** A real chain with {@code dns:localhost} and a client on it, and their identity files. */
public final class AdmittedPair implements AutoCloseable {

  private final Path folder;
  private final AdmittedIdentities identities;
  private final DpkIdentity clientIdentity = RegistryFixture.newIdentity();
  private final Path server;
  private final Path client;

  AdmittedPair() throws Exception {
    folder = Files.createTempDirectory("dpk-consumers");
    identities = AdmittedIdentities.start(folder);
    server = identities.admit(DpkIdentity.parse("dns:localhost"));
    client = identities.admit(clientIdentity);
  }

  /** For identities of a test's own: one that is to be revoked, say. */
  public AdmittedIdentities identities() {
    return identities;
  }

  public DpkIdentity clientIdentity() {
    return clientIdentity;
  }

  /** The identity file of {@code dns:localhost}, under {@code IdentityFixture.PASSWORD}. */
  public Path server() {
    return server;
  }

  /** The client's identity file, under {@code IdentityFixture.PASSWORD}. */
  public Path client() {
    return client;
  }

  @Override
  public void close() throws IOException {
    identities.close();
    Folders.delete(folder);
  }
}
