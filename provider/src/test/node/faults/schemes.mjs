// Other schemes than the suite's, with the right keys: nothing that is merely similar is taken.
import { constants, createHash, diffieHellman, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { alert } from '../alerts.mjs';
import { rawKeys } from '../dhkem.mjs';
import { rsaKeys, sharedSecret } from '../rsakem.mjs';
import { suiteByName } from '../suites.mjs';

const RSA = 'NSL_RSA2048';
const X25519 = 'NSL_X25519';

const fault = (suite, name, change) => ({
  name,
  suite,
  code: alert.decrypt_error,
  given: () => ({ suite: { ...suiteByName(suite), ...change(suiteByName(suite)) } }),
});

const encrypted = (name, options) =>
  fault(RSA, `ct_b by ${name}`, ({ staticKem }) => ({
    staticKem: {
      ...staticKem,
      encapsulate(publicKey) {
        const seed = randomBytes(32);
        const ciphertext = publicEncrypt({ key: rsaKeys.public(publicKey), ...options }, seed);
        return { ciphertext, secret: sharedSecret(seed, ciphertext, publicKey) };
      },
    },
  }));

const signedBy = (suite, name, make) => fault(suite, `a signature by ${name}`, () => ({ sign: make }));

const rsaSigned = (name, hash, options) =>
  signedBy(RSA, name, ({ kem_private_key: kem }, message) => sign(hash, message, { key: rsaKeys.secret(kem), ...options }));

const pss = constants.RSA_PKCS1_PSS_PADDING;
const oaep = constants.RSA_PKCS1_OAEP_PADDING;

export const schemeFaults = [
  encrypted('PKCS#1 v1.5', { padding: constants.RSA_PKCS1_PADDING }),
  encrypted('OAEP without the label', { padding: oaep, oaepHash: 'sha256' }),
  encrypted('OAEP with SHA-1', { padding: oaep, oaepHash: 'sha1', oaepLabel: Buffer.from('DPK-NSL/1 kem') }),
  rsaSigned('PKCS#1 v1.5', 'sha256', { padding: constants.RSA_PKCS1_PADDING }),
  rsaSigned('PSS with a salt of 20 bytes', 'sha256', { padding: pss, saltLength: 20 }),
  rsaSigned('PSS without salt', 'sha256', { padding: pss, saltLength: 0 }),
  rsaSigned('PSS with SHA-512', 'sha512', { padding: pss, saltLength: 32 }),
  fault(X25519, 'ct_b with the bare Diffie-Hellman result', ({ staticKem }) => ({
    staticKem: {
      ...staticKem,
      encapsulate(publicKey) {
        const secretKey = staticKem.generateSecretKey();
        const x25519 = rawKeys('6e');
        const secret = diffieHellman({ privateKey: x25519.secret(secretKey), publicKey: x25519.public(publicKey) });
        return { ciphertext: staticKem.publicKey(secretKey), secret };
      },
    },
  })),
  signedBy(X25519, 'Ed25519 over the hash of the message', ({ signature_private_key: sig }, message) =>
    sign(null, createHash('sha512').update(message).digest(), rawKeys('70').secret(sig))),
];
