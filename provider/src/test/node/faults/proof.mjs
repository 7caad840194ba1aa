// NS34: where A has to show that it has the keys of its record.
import { randomBytes } from 'node:crypto';
import { alert } from '../alerts.mjs';
import { LV, concat, flipped } from '../bytes.mjs';

const fault = (name, taps) => ({ name, code: alert.decrypt_error, taps });
const box4 = (name, change) => fault(name, { box4: (plain, run) => ({ ...plain, ...change(plain, run) }) });
/** A signature over something else, by the right key. */
const signed = (name, change) => fault(name, { signed: change });

const TH3 = 64 + 'DPK-NSL/1 NS4 initiator'.length + 1;

export const proofFaults = [
  fault('a wrong n2 in box3', { box3: ({ n2 }) => ({ n2: flipped(n2, 31) }) }),
  fault('n1 for n2 in box3', { box3: (_, run) => ({ n2: run.random.n1 }) }),
  fault('a byte after n2 in box3', { 'box3.plain': (plain) => concat(plain, Buffer.alloc(1)) }),
  fault('a byte less in box3', { 'box3.plain': (plain) => plain.subarray(1) }),
  box4('a wrong n2 in box4', ({ n2 }) => ({ n2: flipped(n2, 31) })),
  box4('n1 for n2 in box4', (_, run) => ({ n2: run.random.n1 })),
  box4('another ks than the one that was signed', () => ({ ks: randomBytes(32) })),
  box4('a signature with a flipped byte', ({ sig }) => ({ sig: flipped(sig, sig.length >> 1) })),
  box4('a signature of zeros', ({ sig }) => ({ sig: Buffer.alloc(sig.length) })),
  box4('no signature', () => ({ sig: Buffer.alloc(0) })),
  box4('half a signature', ({ sig }) => ({ sig: sig.subarray(sig.length >> 1) })),
  box4('a byte after the signature', ({ sig }) => ({ sig: concat(sig, Buffer.alloc(1)) })),
  { ...fault('a byte after box4', { 'box4.plain': (plain) => concat(plain, Buffer.alloc(1)) }), code: alert.malformed },
  signed('a signature over another transcript', (message) => flipped(message, TH3)),
  signed('a signature over another role', (message) => flipped(message, TH3 - 2)),
  signed('a signature without the 64 spaces', (message) => message.subarray(64)),
  signed('a signature over th3 alone', (message) => message.subarray(TH3, TH3 + 32)),
  signed('a signature over the names the other way round', (message, { a, b }) =>
    concat(message.subarray(0, TH3 + 32), LV(b.id), LV(a.id), message.subarray(-32))),
  signed('a signature over the hash of another ks', (message) => flipped(message, message.length - 1)),
  {
    ...fault('a signature by another key'),
    given: ({ a, suite }) => ({ a: { ...a, signature_private_key: suite.anotherSignatureKey() } }),
  },
];
