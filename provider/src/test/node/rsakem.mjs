// nsl.md "Suites", RSA. Private keys are PKCS#8, public ones DER RSAPublicKey.
import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { ascii, concat } from './bytes.mjs';
import { expand, extract } from './kdf.mjs';

const LABEL = ascii('DPK-NSL/1 kem');
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: LABEL };

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const rsaKeys = {
  secret: (bytes) => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }),
  public: (bytes) => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
  generateSecretKey: () =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' }),
};

export const sharedSecret = (seed, ciphertext, publicKey) =>
  expand('sha256', extract('sha256', Buffer.alloc(0), seed), concat(LABEL, sha256(ciphertext), sha256(publicKey)), 32);

export const rsaKem = {
  ciphertextLength: 256,
  generateSecretKey: rsaKeys.generateSecretKey,
  publicKey: (secretKey) => createPublicKey(rsaKeys.secret(secretKey)).export({ format: 'der', type: 'pkcs1' }),

  encapsulate(publicKey, seed = randomBytes(32)) {
    const ciphertext = publicEncrypt({ key: rsaKeys.public(publicKey), ...oaep }, seed);
    return { ciphertext, secret: sharedSecret(seed, ciphertext, publicKey), seed };
  },

  /** The same seed, encrypted anew. */
  otherBytes({ seed_b }, publicKey) {
    return this.encapsulate(publicKey, seed_b).ciphertext;
  },

  decapsulate(secretKey, ciphertext) {
    return sharedSecret(seedIn(secretKey, ciphertext), ciphertext, this.publicKey(secretKey));
  },
};

/** Goes on with another seed where the padding is wrong. */
function seedIn(secretKey, ciphertext) {
  try {
    const seed = privateDecrypt({ key: rsaKeys.secret(secretKey), ...oaep }, ciphertext);
    return seed.length === 32 ? seed : randomBytes(32);
  } catch {
    return randomBytes(32);
  }
}
