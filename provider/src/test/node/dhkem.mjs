// DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1. Keys and ciphertexts are raw bytes as on the wire.
import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import { ascii, concat, hex, number } from './bytes.mjs';
import { expand, extract } from './kdf.mjs';

/** RFC 8410: what stands in front of the 32 bytes. */
export const rawKeys = (oid) => ({
  secret: (bytes) =>
    createPrivateKey({ key: concat(hex(`302e020100300506032b65${oid}04220420`), bytes), format: 'der', type: 'pkcs8' }),
  public: (bytes) =>
    createPublicKey({ key: concat(hex(`302a300506032b65${oid}032100`), bytes), format: 'der', type: 'spki' }),
});

const x25519 = rawKeys('6e');
const lastBytes = (key, format) => key.export({ format: 'der', type: format }).subarray(-32);

export const dhkem = {
  ciphertextLength: 32,
  publicKeyLength: 32,

  generateSecretKey: () => lastBytes(generateKeyPairSync('x25519').privateKey, 'pkcs8'),

  publicKey: (secretKey) => lastBytes(createPublicKey(x25519.secret(secretKey)), 'spki'),

  /** @param secretKey of the ephemeral key whose public half is the ciphertext */
  encapsulate(publicKey, secretKey = this.generateSecretKey()) {
    const ciphertext = this.publicKey(secretKey);
    return { ciphertext, secret: sharedSecret(agree(secretKey, publicKey), concat(ciphertext, publicKey)) };
  },

  /** The same point in other bytes: X25519 does not look at the highest bit (RFC 7748 §5). */
  otherBytes({ ct_b }) {
    const bytes = Buffer.from(ct_b);
    bytes[31] ^= 0x80;
    return bytes;
  },

  decapsulate(secretKey, ciphertext) {
    return sharedSecret(agree(secretKey, ciphertext), concat(ciphertext, this.publicKey(secretKey)));
  },
};

/** An all-zero result is a failure (RFC 9180 §7.1.4). */
function agree(secretKey, publicKey) {
  const shared = diffieHellman({ privateKey: x25519.secret(secretKey), publicKey: x25519.public(publicKey) });
  if (timingSafeEqual(shared, Buffer.alloc(32))) {
    throw new Error('an all-zero Diffie-Hellman result');
  }
  return shared;
}

// RFC 9180 §4.1 ExtractAndExpand, with the KEM's identifier 0x0020
const SUITE = concat(ascii('KEM'), number(0x0020, 2));

function sharedSecret(dh, kemContext) {
  const labelled = concat(ascii('HPKE-v1'), SUITE);
  const eaePrk = extract('sha256', Buffer.alloc(0), concat(labelled, ascii('eae_prk'), dh));
  return expand('sha256', eaePrk, concat(number(32, 2), labelled, ascii('shared_secret'), kemContext), 32);
}
