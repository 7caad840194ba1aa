// One run against a responder on TCP, and what came of it.
import { hex, toHex } from './bytes.mjs';
import { message } from './messages.mjs';
import { readRecord } from './record.mjs';
import { Alert, Refused, Run } from './run.mjs';
import { suiteByName } from './suites.mjs';
import { TlsAlert, Wire } from './transport.mjs';

/** The configuration's identities, chain and suite, as a run takes them. */
function ingredients({ suite, chain_id, registry, a, b, others = {} }) {
  const record = (text) => readRecord(hex(text));
  return {
    suite: suiteByName(suite),
    chain: { id: BigInt(chain_id), registry: hex(registry) },
    a: {
      ...record(a.record),
      kem_private_key: hex(a.kem_private_key),
      signature_private_key: hex(a.signature_private_key),
    },
    b: record(b.record),
    others: Object.fromEntries(Object.entries(others).map(([name, text]) => [name, record(text)])),
  };
}

/**
 * @returns how it ended: `{outcome: 'agreed'}`, an `'alert'` or a `'tls alert'` of the peer with its code, `'refused'` by this
 *     end with the code that it sent, or `'closed'` by the peer without a word; with all keys that were agreed on in the course
 *     of it, and on how many connections
 */
export async function play(configuration, fault = {}) {
  const given = ingredients(configuration);
  const wires = [];
  const keys = [];
  const connect = async () => {
    wires.push(await Wire.connect(configuration));
    return wires.at(-1);
  };
  const newRun = (more = {}) => new Run({ ...given, keep: (key) => keys.push(exported(key)), ...more });
  const run = newRun({ taps: fault.taps, ...fault.given?.(given) });
  try {
    await (fault.play ?? honest)({ ...given, connect, newRun, run });
    return { outcome: 'agreed', keys, connections: wires.length };
  } catch (e) {
    return { ...(await ending(e, run, wires.at(-1))), keys, connections: wires.length };
  } finally {
    wires.forEach((wire) => wire.close());
  }
}

const exported = ({ tls13_identity, static_export }) => ({ identity: tls13_identity, key: toHex(static_export) });

/** nsl.md "The initiator", and "On its own". */
async function honest(session) {
  const wire = await session.connect();
  return finish(wire, session.run, await begin(wire, session.run));
}

/** NS1 and its answer. */
export async function begin(wire, run) {
  wire.send(run.ns1());
  const answer = await next(wire);
  const again = run.retry(answer);
  if (again === null) {
    return answer;
  }
  wire.send(again);
  return next(wire);
}

/** What follows the answer. */
export async function finish(wire, run, ns2) {
  run.ns2(ns2);
  wire.send(run.ns34());
  run.confirm(await next(wire));
}

export async function next(wire) {
  const bytes = await wire.receive();
  if (bytes === null) {
    throw new Closed();
  }
  return bytes;
}

/** Sends what B has to refuse, if anything is given, and waits for the alert. */
export async function refusal(wire, run, sent) {
  if (sent) {
    wire.send(sent);
  }
  const bytes = await next(wire);
  run.alerted(bytes);
  throw new Error(`B went on with a message of type ${bytes[1]}`);
}

class Closed extends Error {}

async function ending(e, run, wire) {
  if (e instanceof Alert) {
    return { outcome: 'alert', code: e.code, sealed: e.sealed };
  }
  if (e instanceof TlsAlert) {
    return { outcome: 'tls alert', code: e.code };
  }
  if (e instanceof Refused) {
    wire.send(message('alert', run.hsId, { code: e.code, sealed: Buffer.alloc(0) }));
    await wire.end();
    return { outcome: 'refused', code: e.code };
  }
  if (e instanceof Closed) {
    return { outcome: 'closed' };
  }
  throw e;
}
