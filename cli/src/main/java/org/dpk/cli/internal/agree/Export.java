package org.dpk.cli.internal.agree;

import java.nio.file.Path;

/** For which program a key is. */
public enum Export {
  /** {@code openssl s_client} and {@code s_server}. */
  OPENSSL {
    @Override
    KeyFormat format(Side side) {
      return new OpensslSession();
    }

    @Override
    public String next(Side side, Path file, ProgramKey key) {
      String session = " -psk_identity " + key.identity() + " -psk_session " + file;
      return side == Side.CLIENT
          ? "openssl s_client -connect HOST:PORT" + session
          : "openssl s_server -accept PORT -nocert -ciphersuites " + SHA256_SUITES + session;
    }
  },
  /** mosquitto, the broker, and its clients. */
  MOSQUITTO {
    @Override
    KeyFormat format(Side side) {
      return side == Side.CLIENT ? new MosquittoOptions() : new IdentityLines();
    }

    @Override
    public String next(Side side, Path file, ProgramKey key) {
      return side == Side.CLIENT
          ? "mosquitto_pub and mosquitto_sub read it as $XDG_CONFIG_HOME/mosquitto_pub, …_sub"
          : "mosquitto (psk_file) reads it again at SIGHUP: pkill -HUP -x mosquitto";
    }
  },
  /** stunnel; at a client also whatever reads lines of identity:key. */
  STUNNEL {
    @Override
    KeyFormat format(Side side) {
      return new IdentityLines();
    }

    @Override
    public String next(Side side, Path file, ProgramKey key) {
      return "stunnel (PSKsecrets) reads it again at SIGHUP: pkill -HUP -x stunnel";
    }
  };

  /** By itself OpenSSL's server takes a suite with SHA-384, and the key is for SHA-256. */
  private static final String SHA256_SUITES = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";

  abstract KeyFormat format(Side side);

  /** What the operator does next, one line without secrets. */
  public abstract String next(Side side, Path file, ProgramKey key);

  /** Whether one file may hold the keys of several peers. */
  public boolean holdsSeveral(Side side) {
    return format(side).holdsSeveral();
  }
}
