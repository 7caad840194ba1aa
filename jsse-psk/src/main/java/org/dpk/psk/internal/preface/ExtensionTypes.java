package org.dpk.psk.internal.preface;

/** The ClientHello extensions that are read or written here (IANA TLS ExtensionType Values). */
public final class ExtensionTypes {

  static final int SERVER_NAME = 0;
  static final int SUPPORTED_GROUPS = 10;
  static final int EC_POINT_FORMATS = 11;
  static final int SIGNATURE_ALGORITHMS = 13;
  static final int ALPN = 16;
  static final int EXTENDED_MASTER_SECRET = 23;
  static final int PRE_SHARED_KEY = 41;
  static final int SUPPORTED_VERSIONS = 43;
  static final int PSK_KEY_EXCHANGE_MODES = 45;
  static final int KEY_SHARE = 51;
  static final int RENEGOTIATION_INFO = 0xFF01;

  /** Carries the first message of an agreement, or nothing where its key is cached (private). */
  public static final int AGREEMENT = 0xFF44;

  private ExtensionTypes() {}
}
