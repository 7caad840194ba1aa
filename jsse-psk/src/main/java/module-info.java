/** TLS keyed by a pre-shared key, behind JSSE. */
@org.jspecify.annotations.NullMarked
module org.dpk.psk {
  requires static org.jspecify;
  requires transitive org.bouncycastle.tls;
  requires org.bouncycastle.provider;

  exports org.dpk.psk;

  provides java.security.Provider with
      org.dpk.psk.PskJsseProvider;
}
