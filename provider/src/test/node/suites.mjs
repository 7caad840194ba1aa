// nsl.md "Suites": what belongs to a suite's number.
import { constants, createCipheriv, createDecipheriv, randomBytes, sign, verify } from 'node:crypto';
import { concat } from './bytes.mjs';
import { dhkem, rawKeys } from './dhkem.mjs';
import { rsaKem, rsaKeys } from './rsakem.mjs';

const ed25519 = rawKeys('70');

/** AES-GCM with the tag behind the ciphertext. */
const gcm = (bits) => ({
  keyLength: bits / 8,

  seal(key, iv, associated, plaintext) {
    const cipher = createCipheriv(`aes-${bits}-gcm`, key, iv).setAAD(associated);
    return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  },

  open(key, iv, associated, box) {
    const decipher = createDecipheriv(`aes-${bits}-gcm`, key, iv).setAAD(associated).setAuthTag(box.subarray(-16));
    return concat(decipher.update(box.subarray(0, -16)), decipher.final());
  },
});

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

const NSL_RSA2048 = {
  id: 0x0101,
  name: 'NSL_RSA2048',
  hash: 'sha256',
  hashLength: 32,
  aead: gcm(128),
  staticKem: rsaKem,
  ephemeralKem: dhkem,
  anotherSignatureKey: rsaKeys.generateSecretKey,
  /** An identity has one key for both, unless a fault gives it another one to sign with. */
  sign: ({ kem_private_key: kem, signature_private_key: sig }, message) =>
    sign('sha256', message, { key: rsaKeys.secret(sig.length > 0 ? sig : kem), ...pss }),
  /** `sig` in the record is empty: the key is that of the KEM. */
  verify: ({ kem }, message, signature) => verify('sha256', message, { key: rsaKeys.public(kem), ...pss }, signature),
};

const NSL_X25519 = {
  id: 0x0201,
  name: 'NSL_X25519',
  hash: 'sha256',
  hashLength: 32,
  aead: gcm(128),
  staticKem: dhkem,
  ephemeralKem: dhkem,
  anotherSignatureKey: () => randomBytes(32),
  sign: ({ signature_private_key: sig }, message) => sign(null, message, ed25519.secret(sig)),
  verify: ({ sig }, message, signature) => verify(null, message, ed25519.public(sig), signature),
};

/** Without a KEM: Node's cryptography has no ML-KEM. */
export const NSL_XWING = {
  id: 0x0301,
  name: 'NSL_XWING',
  hash: 'sha384',
  hashLength: 48,
  aead: gcm(256),
  sign: () => Buffer.alloc(0),
};

/** Those that a run can have. */
export const suites = [NSL_RSA2048, NSL_X25519];

export const suiteById = (id) => suites.find((suite) => suite.id === id);
export const suiteByName = (name) => suites.find((suite) => suite.name === name);
