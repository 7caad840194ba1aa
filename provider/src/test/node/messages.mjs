// nsl.md "Messages": the structures under the names that they have there.
import { fixed, list, opaque, struct, uint16, uint32, uint64, uint8 } from './bytes.mjs';
import { Extension } from './record.mjs';

const MAX = 0xffff;

export const NslMessage = struct({ version: uint8, type: uint8, hs_id: fixed(8), body: opaque(0, MAX) });

export const type = { ns1: 1, ns2: 2, ns34: 3, retry: 4, alert: 5, psk_unknown: 6, confirm: 8 };

export const body = {
  ns1: struct({
    cookie: opaque(0, 255),
    suite: uint16,
    kid_b: fixed(8),
    ct_b: opaque(1, MAX),
    epk: opaque(1, MAX),
    box1: opaque(17, MAX),
  }),
  ns2: struct({ boxw: opaque(17, MAX), ect: opaque(1, MAX), box2: opaque(17, MAX) }),
  ns34: struct({ box3: opaque(17, MAX), box4: opaque(17, MAX) }),
  retry: struct({ cookie: opaque(1, 255) }),
  alert: struct({ code: uint8, sealed: opaque(0, 255) }),
  psk_unknown: struct({}),
  confirm: struct({ proof: fixed(32) }),
};

export const box = {
  box1: struct({
    n1: fixed(32),
    id_a: opaque(1, 255),
    rec_version_a: uint64,
    rec_hash_a: fixed(32),
    ext: list(Extension),
  }),
  box2: struct({
    n1: fixed(32),
    n2: fixed(32),
    id_b: opaque(1, 255),
    rec_hash_a: fixed(32),
    psk_lifetime: uint32,
    max_uses: uint16,
    ext: list(Extension),
  }),
  box3: struct({ n2: fixed(32) }),
  box4: struct({ ks: fixed(32), n2: fixed(32), sig: opaque(0, MAX) }),
  sealed: struct({ code: uint8, data: opaque(0, 200) }),
};

export const message = (name, hs_id, values) =>
  NslMessage.encode({ version: 1, type: type[name], hs_id, body: body[name].encode(values) });

/** What B sends on the standalone transport when it has kept the key. */
export const confirm = (proof) => message('confirm', Buffer.alloc(8), { proof });

const PAD = 0x0001;
const CRITICAL = 0x8000;

/** The pad that makes the plaintext of box1 a multiple of 128 bytes. */
export function padded(plain) {
  const length = box.box1.encode({ ...plain, ext: [...plain.ext] }).length;
  const missing = (128 - (length % 128)) % 128;
  if (missing === 0) {
    return plain;
  }
  const data = Buffer.alloc(missing < 4 ? missing + 124 : missing - 4); // its own head has 4 bytes
  return { ...plain, ext: [{ type: PAD, data }, ...plain.ext] };
}

/** Ascending, no type twice, nothing critical that is not known, zeros in the pad. */
export function extensionsAreGood(ext) {
  return ext.every(
    ({ type: number, data }, i) =>
      (i === 0 || number > ext[i - 1].type) &&
      (number & CRITICAL) === 0 &&
      (number !== PAD || data.every((byte) => byte === 0)),
  );
}
