// Writes the BLS vectors that the provider's tests read: npm ci && npm run vectors
//
// Everything is computed by @noble/curves, an implementation of its own, for the ciphersuite of Ethereum's consensus. Secret
// keys, messages, encodings and the points of a wrong order are those of github.com/ethereum/bls12-381-tests, so that the cases
// of fast_aggregate_verify, verify and deserialization come out as that project publishes them (checked below for two of them).
import { writeFileSync } from 'node:fs';
import { bls12_381 as bls } from '@noble/curves/bls12-381.js';
import { bytesToHex as hex, hexToBytes as bytes } from '@noble/curves/utils.js';

const DST = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const scheme = bls.longSignatures;
const G1 = bls.G1.Point;
const G2 = bls.G2.Point;
const R = G1.Fn.ORDER;

const secrets = [
  '263dbd792f5b1be47ed85f8938c0f29586af0d3ac7b977f21c278fe1462040e3',
  '47b8192d77bf871b62e87859d653922725724a5c031afeabc60bcef5ff665138',
  '328388aff0d4a5b7dc9205abd374e7e98f3cd9f3418edb4eafda5fb16473d216',
].map((secret) => BigInt('0x' + secret));
const messages = ['00', '56', 'ab'].map((byte) => byte.repeat(32));
const P = '1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab';
const SAMPLE = '12'.repeat(32);
const INFINITY_1 = 'c0' + '00'.repeat(47);
const INFINITY_2 = 'c0' + '00'.repeat(95);
const NO_SIGNATURE = '00'.repeat(96);

// Points of the curves outside the subgroups: orders 11·10177·… and 13.
const outside1 = G1.fromAffine({
  x: 175120027539531016442854006573889751122153014990298010045047409866982914293422983043097473453160715743839524736495n,
  y: 3886161143382294459707944199964771025143673781268592314417728386394555910678469538674068117321209145872489588747338n,
});
const outside2 = G2.fromAffine({
  x: fp2(
    3922397287649913227621058437622997108794641953057758105879357683864299671651819357275859520733535654147680406731276n,
    3741137028670202333708729730342450399205516524855163427388600406129033394826520864962370018146369072778910602014330n),
  y: fp2(
    2318861511113254089730073927932992301121994664766687670497054556026428871746827995944986621318870599424754598753423n,
    1139817624251523735913718360323397122746649955859850938514186251456988186435865415993431523202408255536265404879025n),
});
// Of an order that is prime to r: a pairing takes each for the neutral element, so that only a check of the subgroup notices it.
const torsion1 = outside1.multiplyUnsafe(R - 1n).add(outside1);
const torsion2 = outside2;

function fp2(c0, c1) {
  return bls.fields.Fp2.fromBigTuple([c0, c1]);
}

const key = (secret) => G1.BASE.multiply(secret);
const hashed = (message) => scheme.hash(bytes(message), DST);
const sign = (message, ...signers) => hashed(message).multiply(sum(signers));
const sum = (signers) => signers.reduce((a, b) => a + b, 0n) % R;
const tampered = (signature) => signature.slice(0, -8) + 'ffffffff';

// By hand, for @noble/curves encodes no point outside the subgroup.
function encoded(point) {
  const { x, y } = point.toAffine();
  const xs = typeof x === 'bigint' ? [x] : [x.c1, x.c0];
  const ys = typeof y === 'bigint' ? [y] : [y.c1, y.c0];
  const sign = (ys[0] === 0n ? ys.at(-1) : ys[0]) * 2n > BigInt('0x' + P);
  const flags = 0x80n | (sign ? 0x20n : 0n);
  const digits = xs.map((part, i) => (i === 0 ? part | (flags << 376n) : part).toString(16).padStart(96, '0')).join('');
  if (point.isTorsionFree()) {
    expect(digits, hex(point.toBytes(true)));
  }
  return digits;
}

const fastAggregateVerify = [];
function signed(name, valid, keys, message, signature) {
  fastAggregateVerify.push({ name, valid, keys, message, signature });
}

messages.forEach((message, i) => {
  const signers = secrets.slice(0, i + 1);
  const keys = signers.map((secret) => encoded(key(secret)));
  const signature = encoded(sign(message, ...signers));
  signed(`valid ${i + 1}`, true, keys, message, signature);
  signed(`extra key ${i + 1}`, false, [...keys, encoded(key(secrets[2]))], message, signature);
  signed(`tampered signature ${i + 1}`, false, keys, message, tampered(signature));
  signed(`other message ${i + 1}`, false, keys, SAMPLE, signature);
});
secrets.forEach((secret, i) =>
  messages.forEach((message, j) => {
    const signature = encoded(sign(message, secret));
    signed(`one key ${i + 1}, ${j + 1}`, true, [encoded(key(secret))], message, signature);
    signed(`wrong key ${i + 1}, ${j + 1}`, false, [encoded(key(secrets[(i + 1) % 3]))], message, signature);
  }));
const all = secrets.map((secret) => encoded(key(secret)));
const byAll = encoded(sign(SAMPLE, ...secrets));
signed('secret key 1', true, [encoded(G1.BASE)], SAMPLE, encoded(hashed(SAMPLE)));
signed('a key twice', true, [all[0], all[0], all[1]], SAMPLE, encoded(sign(SAMPLE, secrets[0], secrets[0], secrets[1])));
signed('no keys, signature at infinity', false, [], SAMPLE, INFINITY_2);
signed('no keys, no signature', false, [], SAMPLE, NO_SIGNATURE);
signed('a key at infinity', false, [...all, INFINITY_1], SAMPLE, byAll);
signed('key and signature at infinity', false, [INFINITY_1], SAMPLE, INFINITY_2);
signed('signature at infinity', false, all, SAMPLE, INFINITY_2);
signed('keys that cancel each other out', false, [all[0], encoded(key(secrets[0]).negate())], SAMPLE, INFINITY_2);
signed('a key of another order', false, [...all, encoded(outside1)], SAMPLE, byAll);
signed('a key and a torsion point', false, [...all.slice(1), encoded(key(secrets[0]).add(torsion1))], SAMPLE, byAll);
signed('torsion points that cancel each other out', false,
  [encoded(key(secrets[0]).add(torsion1)), encoded(key(secrets[1]).subtract(torsion1)), all[2]], SAMPLE, byAll);
signed('a signature and a torsion point', false, all, SAMPLE, encoded(sign(SAMPLE, ...secrets).add(torsion2)));
signed('a signature of another order', false, all, SAMPLE, encoded(outside2));
signed('the negative of the signature', false, all, SAMPLE, encoded(sign(SAMPLE, ...secrets).negate()));

const byAbsentees = [];
function absent(name, valid, aggregate, absentees, signature) {
  byAbsentees.push({ name, valid, aggregate, absentees, message: SAMPLE, signature });
}

const total = G1.BASE.multiply(sum(secrets));
const byFirstTwo = encoded(sign(SAMPLE, secrets[0], secrets[1]));
absent('all signed', true, encoded(total), [], byAll);
absent('one absent', true, encoded(total), [all[2]], byFirstTwo);
absent('two absent', true, encoded(total), [all[1], all[2]], encoded(sign(SAMPLE, secrets[0])));
absent('a member with two seats, absent in one', true, encoded(total.add(key(secrets[2]))), [all[2]], byAll);
absent('a member with two seats, absent in both', true, encoded(total.add(key(secrets[2]))), [all[2], all[2]], byFirstTwo);
absent('who is absent signed', false, encoded(total), [all[2]], byAll);
absent('who signed is absent', false, encoded(total), [], byFirstTwo);
absent('nobody signed', false, encoded(total), all, INFINITY_2);
absent('nobody signed, but somebody did', false, encoded(total), all, byAll);
absent('an aggregate at infinity', false, INFINITY_1, [], byAll);
absent('an absentee at infinity', false, encoded(total), [INFINITY_1], byAll);
absent('an aggregate with a torsion point', false, encoded(total.add(torsion1)), [], byAll);
absent('an absentee with a torsion point', false, encoded(total), [encoded(key(secrets[2]).add(torsion1))], byFirstTwo);
absent('an absentee that is no point', false, encoded(total), ['80' + '00'.repeat(47)], byAll);

const P_FLAGGED = '9' + P.slice(1);
const COUNTING = '0123456789abcdef'.repeat(6);
const noPublicKey = [
  ['not in the subgroup', '8' + COUNTING.slice(1)],
  ['not on the curve', '8' + COUNTING.slice(1, -1) + '0'],
  ['x is p', P_FLAGGED],
  ['x is p + 1', P_FLAGGED.slice(0, -1) + 'c'],
  ['infinity', INFINITY_1],
  ['zero without the flag of infinity', '80' + '00'.repeat(47)],
  ['without the flag of compression', COUNTING],
  ['infinity with an x', 'c' + COUNTING.slice(1)],
  ['infinity with a sign', 'e0' + '00'.repeat(47)],
  ['of another order', encoded(outside1)],
  ['a torsion point', encoded(torsion1)],
].map(([name, point]) => ({ name, point }));
const noSignature = [
  ['not in the subgroup', '8' + (COUNTING + COUNTING).slice(1)],
  ['not on the curve', '8' + (COUNTING + COUNTING).slice(1, -1) + '0'],
  ['the real part of x is p', '80' + '00'.repeat(47) + P],
  ['the real part of x is p + 1', '80' + '00'.repeat(47) + P.slice(0, -1) + 'c'],
  ['the imaginary part of x is p', P_FLAGGED + '00'.repeat(48)],
  ['the imaginary part of x is p + 1', P_FLAGGED.slice(0, -1) + 'c' + '00'.repeat(48)],
  ['infinity', INFINITY_2],
  ['zero without the flag of infinity', '80' + '00'.repeat(95)],
  ['without the flag of compression', COUNTING + COUNTING],
  ['infinity with an x', 'c' + (COUNTING + COUNTING).slice(1)],
  ['infinity with a sign', 'e0' + '00'.repeat(95)],
  ['zeros', NO_SIGNATURE],
  ['of another order', encoded(outside2)],
].map(([name, point]) => ({ name, point }));

// As github.com/ethereum/bls12-381-tests has them: deserialization_G1's correct point, fast_aggregate_verify_valid_3d7576f3c0e3570a.
expect(all[0], 'a491d1b0ecd9bb917989f0e74f0dea0422eac4a873e5e2644f368dffb9a6e20fd6e10c1b77654d067c0618f6e5a7f79a');
expect(
  fastAggregateVerify.find((vector) => vector.name === 'valid 3').signature,
  '9712c3edd73a209c742b8250759db12549b3eaf43b5ca61376d9f30e2747dbcf842d8b2ac0901d2a093713e20284a7670fcf6954e9ab93de991bb9b313e664785a075fc285806fa5224c82bde146561b446ccfc706a64b8579513cfc4ff1d930');
function expect(actual, published) {
  if (actual !== published) {
    throw new Error(`${actual} is published as ${published}`);
  }
}

const source = 'computed by vectors.mjs with @noble/curves; keys and messages of github.com/ethereum/bls12-381-tests';
const vectors = { source, fastAggregateVerify, byAbsentees, noPublicKey, noSignature };
writeFileSync(process.argv[2], JSON.stringify(vectors, null, 1) + '\n');
