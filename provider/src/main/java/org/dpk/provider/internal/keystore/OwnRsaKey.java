package org.dpk.provider.internal.keystore;

import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import org.dpk.provider.internal.identity.LocalIdentity;

/** Of an identity whose certificate shows the key of NSL_RSA2048 (RFC 8017 §3.2). */
final class OwnRsaKey extends OwnPrivateKey implements RSAPrivateCrtKey {

  private static final long serialVersionUID = 1L;

  private final transient RSAPrivateCrtKey key;

  OwnRsaKey(LocalIdentity identity, ChainAccess access, RSAPrivateCrtKey key) {
    super(identity, access, key);
    this.key = key;
  }

  @Override
  public BigInteger getModulus() {
    return key.getModulus();
  }

  @Override
  public BigInteger getPublicExponent() {
    return key.getPublicExponent();
  }

  @Override
  public BigInteger getPrivateExponent() {
    return alive().getPrivateExponent();
  }

  @Override
  public BigInteger getPrimeP() {
    return alive().getPrimeP();
  }

  @Override
  public BigInteger getPrimeQ() {
    return alive().getPrimeQ();
  }

  @Override
  public BigInteger getPrimeExponentP() {
    return alive().getPrimeExponentP();
  }

  @Override
  public BigInteger getPrimeExponentQ() {
    return alive().getPrimeExponentQ();
  }

  @Override
  public BigInteger getCrtCoefficient() {
    return alive().getCrtCoefficient();
  }

  private RSAPrivateCrtKey alive() {
    if (isDestroyed()) {
      throw new IllegalStateException("the private key was destroyed");
    }
    return key;
  }
}
