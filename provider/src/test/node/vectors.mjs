// Meets the known-answer vectors: node vectors.mjs docs/protocol/vectors/nsl_x25519.json
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { flipped, hex, opaque, struct, toHex } from './bytes.mjs';
import { readRecord } from './record.mjs';
import { Alert, Refused, Run } from './run.mjs';
import { NSL_XWING, suiteById } from './suites.mjs';

const Enrolment = struct({ candidate: opaque(1, 0xffff), token: opaque(1, 0xffff) });

const bytes = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hex(value)]));
const text = (value) => (Buffer.isBuffer(value) ? toHex(value) : value);

function identity({ identity: id, record, rec_hash, ...keys }) {
  const read = readRecord(hex(record));
  assert.equal(read.id.toString('ascii'), id);
  assert.equal(toHex(read.hash), rec_hash);
  return { ...read, signature_private_key: Buffer.alloc(0), ...bytes(keys) };
}

/**
 * What RSA's operations drew and Node's take no value for: taken from the vector, once the other end's operation has found it good.
 */
function drawn(suite, { a, b, values }) {
  if (suite.name !== 'NSL_RSA2048') {
    return {};
  }
  const { ct_b, ss_b, signed, sig } = bytes(values);
  assert.ok(suite.staticKem.decapsulate(hex(b.kem_private_key), ct_b).equals(ss_b), 'ss_b');
  assert.ok(suite.verify(readRecord(hex(a.record)).key(suite), signed, sig), 'sig');
  return { ct_b, ss_b, sig };
}

/** NSL_XWING but for its KEM, which knows what the vector says and nothing else. */
function xwing({ values }) {
  const { ct_b, ss_b, epk, ct_a, ss_a, ect, ss_e } = bytes(values);
  const kem = {
    ciphertextLength: ct_a.length,
    generateSecretKey: () => Buffer.alloc(32),
    publicKey: () => epk,
    encapsulate: () => ({ ciphertext: ct_b, secret: ss_b }),
    decapsulate: (_, ciphertext) => [[ct_a, ss_a], [ect, ss_e]].find(([known]) => known.equals(ciphertext))?.[1] ?? Buffer.alloc(32),
  };
  return { ...NSL_XWING, staticKem: kem, ephemeralKem: kem };
}

function runOf(suite, vector) {
  const a = identity(vector.a);
  const ext1 = vector.token
    ? [{ type: 0x8003, data: Enrolment.encode({ candidate: hex(vector.a.record), token: hex(vector.token) }) }]
    : [];
  return new Run({
    suite,
    chain: { id: BigInt(vector.chain_id), registry: hex(vector.registry) },
    a: { ...a, ext1 },
    b: identity(vector.b),
    random: { ...bytes(vector.random), ...drawn(suite, vector) },
  });
}

/** The messages, byte for byte, then all values that the document names, then the keys. */
function meets(suite, vector) {
  const run = runOf(suite, vector);
  const { ns1, retry, ns1_with_cookie, ns2, ns34 } = vector.messages;
  assert.equal(toHex(run.ns1()), ns1);
  assert.equal(toHex(run.retry(hex(retry))), ns1_with_cookie);
  assert.equal(run.retry(hex(retry)), null, 'a second RETRY');
  run.ns2(hex(ns2));
  assert.equal(toHex(run.ns34()), ns34);
  for (const [name, value] of Object.entries(run.schedule.values)) {
    assert.equal(toHex(value), vector.values[name], name);
  }
  run.schedule.keys(vector.keys.length).forEach((key, i) => {
    Object.entries(vector.keys[i]).forEach(([name, value]) => assert.equal(text(key[name]), value, name));
  });
}

/** Begins the run of the vector and answers it with something else. */
function answered(suite, vector, answer) {
  const run = runOf(suite, vector);
  run.ns1();
  run.ns2(answer);
}

/** @returns how many answers were refused: each byte flipped, each length cut, a byte more */
function refuses(suite, vector) {
  const ns2 = hex(vector.messages.ns2);
  const bad = [Buffer.concat([ns2, Buffer.alloc(1)])];
  ns2.forEach((_, i) => bad.push(flipped(ns2, i), ns2.subarray(0, i)));
  bad.forEach((answer) => assert.throws(() => answered(suite, vector, answer), Refused));
  const alert = hex(vector.messages.alert_33_revoked);
  assert.throws(() => answered(suite, vector, alert), (e) => e instanceof Alert && e.code === 33 && e.sealed);
  assert.throws(() => answered(suite, vector, flipped(alert, alert.length - 1)), Refused);
  return bad.length + 1;
}

for (const file of process.argv.slice(2)) {
  const { suite_id, suite: name, runs } = JSON.parse(readFileSync(file, 'utf8'));
  const suiteOf = (vector) => (suite_id === NSL_XWING.id ? xwing(vector) : suiteById(suite_id));
  runs.forEach((vector) => meets(suiteOf(vector), vector));
  console.log(JSON.stringify({ suite: name, runs: runs.length, refused: refuses(suiteOf(runs[0]), runs[0]) }));
}
