package org.dpk.provider.internal.ethereum;

/** How a node is reached. */
public enum Transport {
  HTTP,
  WEB_SOCKET,
  IPC;

  /** The node of this chain. */
  public ChainEndpoint of(RegistryFixture chain) {
    return switch (this) {
      case HTTP -> chain.http();
      case WEB_SOCKET -> chain.webSocket();
      case IPC -> chain.ipc();
    };
  }
}
