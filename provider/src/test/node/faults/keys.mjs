// Keys, ciphertexts and what both ends mix into them: B computes other keys, or none.
import { alert } from '../alerts.mjs';
import { flipped } from '../bytes.mjs';
import { NslMessage, body } from '../messages.mjs';
import { suites } from '../suites.mjs';

const decryptError = (name, taps) => ({ name, code: alert.decrypt_error, taps });
const malformed = (name, taps) => ({ name, code: alert.malformed, taps });
const head = (change) => ({ ns1: (fields, run) => ({ ...fields, ...change(fields, run) }) });

const anotherKey = (kem) => kem.publicKey(kem.generateSecretKey());

/** Changes a field of NS1 behind the back of who made it. */
const onTheWay = (change) => ({
  'ns1.sent': (bytes, run) => {
    const outer = NslMessage.decode(bytes);
    const inner = body.ns1.decode(outer.body);
    return NslMessage.encode({ ...outer, body: body.ns1.encode({ ...inner, ...change(inner, run) }) });
  },
});

const associatedFaults = ['box1', 'box3', 'box4'].flatMap((box) =>
  ['version', 'type', 'suite'].map((part, i) =>
    decryptError(`wrong ${part} in the associated data of ${box}`, {
      [`${box}.associated`]: (bytes) => flipped(bytes, part === 'suite' ? 3 : i),
    }),
  ),
);

export const keyFaults = [
  { name: 'a kid of no record', code: alert.unknown_kid, taps: head(({ kid_b }) => ({ kid_b: flipped(kid_b) })) },
  {
    name: 'a suite that both have, but not the first one',
    code: alert.suite_downgrade,
    sealed: true,
    given: ({ a, b, suite }) => ({ suite: suites.find((each) => each !== suite && a.key(each) && b.key(each)) }),
  },
  { name: 'a suite that is none', code: alert.suite, taps: head(() => ({ suite: 0x7f01 })) },
  { name: 'a suite that B has no key for', code: alert.suite, taps: head(() => ({ suite: 0x0301 })) },
  decryptError('ct_b encapsulated anew on the way', onTheWay((_, run) => ({
    ct_b: run.suite.staticKem.encapsulate(run.b.key(run.suite).kem).ciphertext,
  }))),
  decryptError(
    'ct_b in other bytes that hold the same on the way',
    onTheWay((_, { suite, random, b }) => ({ ct_b: suite.staticKem.otherBytes(random, b.key(suite).kem) })),
  ),
  decryptError(
    'epk in other bytes on the way',
    onTheWay(({ epk }, { suite }) => ({ epk: suite.ephemeralKem.otherBytes({ ct_b: epk }) })),
  ),
  decryptError('ct_b encapsulated to another key', { kem_b: (_, run) => anotherKey(run.suite.staticKem) }),
  decryptError('epk of somebody else on the way', onTheWay((_, run) => ({ epk: anotherKey(run.suite.ephemeralKem) }))),
  decryptError('ct_b of zeros', head(({ ct_b }) => ({ ct_b: Buffer.alloc(ct_b.length) }))),
  decryptError('epk of zeros', head(({ epk }) => ({ epk: Buffer.alloc(epk.length) }))),
  malformed('ct_b too short', head(({ ct_b }) => ({ ct_b: ct_b.subarray(1) }))),
  malformed('ct_b too long', head(({ ct_b }) => ({ ct_b: Buffer.concat([ct_b, Buffer.alloc(1)]) }))),
  malformed('epk too short', head(({ epk }) => ({ epk: epk.subarray(1) }))),
  malformed('epk too long', head(({ epk }) => ({ epk: Buffer.concat([epk, Buffer.alloc(1)]) }))),
  decryptError('another chain', { chain: (chain) => ({ ...chain, id: chain.id + 1n }) }),
  decryptError('another registry', { chain: (chain) => ({ ...chain, registry: flipped(chain.registry) }) }),
  decryptError('another record of B under the right kid', { b: (b) => ({ ...b, hash: flipped(b.hash, 31) }) }),
  decryptError('another name of B', { b: (b) => ({ ...b, id: flipped(b.id, b.id.length - 1) }) }),
  decryptError('the roles the other way round', { roles: ['responder', 'initiator'] }),
  ...associatedFaults,
];
