// What A says of itself in box1, sealed as it should be.
import { randomBytes, randomUUID } from 'node:crypto';
import { alert } from '../alerts.mjs';
import { ascii, concat, flipped } from '../bytes.mjs';

const PAD = 0x0001;

const claim = (name, code, change, more = {}) => ({
  name,
  code,
  taps: { box1: (claimed, run) => ({ ...claimed, ...change(claimed, run) }) },
  ...more,
});
const sealed = (name, code, change) => claim(name, code, change, { sealed: true });
const malformed = (name, tap, change) => ({ name, code: alert.malformed, taps: { [tap]: change } });
const extensions = (name, ext) => claim(name, alert.malformed, () => ({ ext }));

const claimsOf = (record) => ({ id_a: record.id, rec_version_a: record.version, rec_hash_a: record.hash });
const pad = (change) => (plain) => ({
  ...plain,
  ext: plain.ext.map((each) => (each.type === PAD ? { ...each, data: change(each.data) } : each)),
});

export const claimFaults = [
  sealed('an id that is not on chain', alert.identity_unknown, () => ({ id_a: ascii(`uuid:${randomUUID()}`) })),
  sealed('the id of somebody else', alert.record_stale, (_, { others }) => ({ id_a: others.neighbour.id })),
  sealed('all that a revoked identity would say', alert.identity_revoked, (_, { others }) => claimsOf(others.revoked)),
  sealed('a hash of no record', alert.record_stale, ({ rec_hash_a }) => ({ rec_hash_a: flipped(rec_hash_a) })),
  sealed('a version that is not on chain yet', alert.record_stale, ({ rec_version_a }) => ({ rec_version_a: rec_version_a + 1n })),
  sealed('the record before', alert.record_stale, (_, { others }) => claimsOf(others.earlier)),
  claim('a version that no record has', alert.malformed, () => ({ rec_version_a: 0n })),
  claim('a version of 2^63', alert.malformed, () => ({ rec_version_a: 1n << 63n })),
  {
    ...claim('the version before, with the hash of the right one', 0, ({ rec_version_a }) => ({ rec_version_a: rec_version_a - 1n })),
    outcome: 'agreed',
  },
  {
    ...claim('another n1 than the one that A remembers', alert.decrypt_error, ({ n1 }) => ({ n1: flipped(n1) })),
    outcome: 'refused',
  },
  claim('the id of B itself', alert.malformed, (_, { b }) => claimsOf(b)),
  claim('no id', alert.malformed, () => ({ id_a: Buffer.alloc(0) })),
  claim('an id of no kind', alert.malformed, () => ({ id_a: ascii('mailto:a@example.org') })),
  claim('an id in upper case', alert.malformed, ({ id_a }) => ({ id_a: ascii(id_a.toString('ascii').toUpperCase()) })),
  claim('an id that is not ASCII', alert.malformed, ({ id_a }) => ({ id_a: concat(id_a.subarray(0, -1), Buffer.of(0xe9)) })),
  extensions('an unknown critical extension', [{ type: 0x9abc, data: Buffer.alloc(4) }]),
  extensions('an enrolment where none is served', [{ type: 0x8003, data: Buffer.alloc(64) }]),
  extensions('the same extension twice', [{ type: 0x0777, data: Buffer.alloc(1) }, { type: 0x0777, data: Buffer.alloc(1) }]),
  extensions('extensions that descend', [{ type: 0x0778, data: Buffer.alloc(1) }, { type: 0x0777, data: Buffer.alloc(1) }]),
  { name: '128 bytes more of pad', outcome: 'agreed', taps: { 'box1.padded': pad((zeros) => concat(zeros, Buffer.alloc(128))) } },
  {
    ...claim('an unknown extension that is not critical', 0, () => ({ ext: [{ type: 0x0777, data: Buffer.alloc(3) }] })),
    outcome: 'agreed',
  },
  malformed('a pad that is not zeros', 'box1.padded', pad((zeros) => flipped(zeros, zeros.length - 1))),
  malformed('no multiple of 128', 'box1.padded', pad((zeros) => zeros.subarray(1))),
  malformed('no pad', 'box1.padded', (plain) => ({ ...plain, ext: plain.ext.filter(({ type }) => type !== PAD) })),
  malformed('128 bytes after the extensions', 'box1.plain', (plain) => concat(plain, Buffer.alloc(128))),
  malformed('box1 cut to 128 bytes of noise', 'box1.plain', () => randomBytes(128)),
  malformed('an empty box1', 'box1.plain', () => Buffer.alloc(1)),
];
