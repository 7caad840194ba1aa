// HKDF (RFC 5869) and nsl.md "Notation": Extract, Expand, ExpL.
import { createHash, createHmac } from 'node:crypto';
import { ascii, concat, number } from './bytes.mjs';

export const digest = (hash, ...parts) => createHash(hash).update(concat(...parts)).digest();

const hmac = (hash, key, ...parts) => createHmac(hash, key).update(concat(...parts)).digest();

export const extract = (hash, salt, ikm) => hmac(hash, salt, ikm);

export function expand(hash, prk, info, length) {
  let block = Buffer.alloc(0);
  let out = Buffer.alloc(0);
  for (let i = 1; out.length < length; i++) {
    block = hmac(hash, prk, block, info, number(i, 1));
    out = concat(out, block);
  }
  return out.subarray(0, length);
}

/** HKDF-Expand-Label (RFC 8446 §7.1) with the prefix of DPK-NSL/1. */
export function expandLabel(hash, secret, label, context, length) {
  const full = ascii(`dpkn1 ${label}`);
  const info = concat(number(length, 2), number(full.length, 1), full, number(context.length, 1), context);
  return expand(hash, secret, info, length);
}
