// Messages at the wrong time, of another run, or in somebody else's name.
import { randomBytes } from 'node:crypto';
import { alert } from '../alerts.mjs';
import { concat, flipped } from '../bytes.mjs';
import { NslMessage, message } from '../messages.mjs';
import { begin, finish, refusal } from '../session.mjs';

const HANDSHAKE_FAILURE = 40;
const HS_ID = 2;
const NS2 = { boxw: randomBytes(48), ect: randomBytes(32), box2: randomBytes(150) };
const NS34 = { box3: randomBytes(48), box4: randomBytes(146) };

/** The same message under the name of another run. */
const renamed = (bytes, hsId) => concat(bytes.subarray(0, HS_ID), hsId, bytes.subarray(HS_ID + hsId.length));

const fault = (name, code, play) => ({ name, code, play });

/** The first message is another one. */
const first = (name, bytes) =>
  fault(`${name} in place of NS1`, alert.malformed, async ({ connect, run }) => {
    const wire = await connect();
    return refusal(wire, run, bytes);
  });

const brokenOff = ({ hsId }) => message('alert', hsId, { code: alert.decrypt_error, sealed: Buffer.alloc(0) });

/** An alert is never answered by one, but for TLS's handshake_failure. */
const unanswered = (name, say) => ({
  name,
  outcome: 'tls alert',
  code: HANDSHAKE_FAILURE,
  play: async ({ connect, run }) => {
    const wire = await connect();
    await say(wire, run);
    return refusal(wire, run);
  },
});

/** The second message is another one. */
const second = (name, code, bytes) =>
  fault(`${name} in place of NS34`, code, async ({ connect, run }) => {
    const wire = await connect();
    const ns1 = run.ns1();
    wire.send(ns1);
    const ns2 = await wire.receive();
    run.ns2(ns2);
    return refusal(wire, run, bytes(run, ns1, ns2));
  });

/** The NS34 of another run of the same identity, which B has or has not seen. */
const ofAnother = (name, sent) =>
  fault(name, alert.decrypt_error, async ({ connect, newRun, run }) => {
    const other = newRun();
    const otherWire = await connect();
    other.ns2(await begin(otherWire, other));
    const ns34 = other.ns34();
    if (sent) {
      otherWire.send(ns34);
      other.confirm(await otherWire.receive());
    }
    const wire = await connect();
    run.ns2(await begin(wire, run));
    return refusal(wire, run, renamed(ns34, run.hsId));
  });

/** NS1 once more on another connection, while the first run goes on or when it has ended. */
const replayed = (name, ended) =>
  fault(name, alert.decrypt_error, async ({ connect, run }) => {
    const ns1 = run.ns1();
    const wire = await connect();
    wire.send(ns1);
    const ns2 = await wire.receive();
    await (ended ? finish(wire, run, ns2) : run.ns2(ns2));
    const again = await connect();
    return refusal(again, run, ns1);
  });

const taps = { ns1: (head) => ({ ...head, kid_b: randomBytes(8) }) };

/** A run with a kid of no record, which B answers by alert 4. */
async function astray({ connect, newRun }) {
  const wire = await connect();
  const run = newRun({ taps });
  const ended = await refusal(wire, run, run.ns1()).catch((e) => e);
  if (ended.code !== alert.unknown_kid) {
    throw ended;
  }
  return { wire, run };
}

const afterUnknownKid = (name, expected, second) => ({
  name: `a kid of no record, then ${name}`,
  ...expected,
  play: async (session) => {
    const { wire, run } = await astray(session);
    const next = second(session, run);
    return finish(wire, next, await begin(wire, next));
  },
});

export const orderFaults = [
  first('NS2', message('ns2', randomBytes(8), NS2)),
  first('NS34', message('ns34', randomBytes(8), NS34)),
  first('RETRY', message('retry', randomBytes(8), { cookie: randomBytes(32) })),
  first('PSK_UNKNOWN', message('psk_unknown', Buffer.alloc(8), {})),
  first('CONFIRM', message('confirm', Buffer.alloc(8), { proof: randomBytes(32) })),
  first('a ticket', NslMessage.encode({ version: 1, type: 7, hs_id: randomBytes(8), body: randomBytes(200) })),
  second('the same NS1', alert.malformed, (_, ns1) => ns1),
  fault('NS1 of another run in place of NS34', alert.malformed, async ({ connect, newRun, run }) => {
    const wire = await connect();
    run.ns2(await begin(wire, run));
    return refusal(wire, run, newRun().ns1());
  }),
  second('NS2', alert.malformed, (_run, _ns1, ns2) => ns2),
  second('RETRY', alert.malformed, ({ hsId }) => message('retry', hsId, { cookie: randomBytes(32) })),
  second('noise', alert.decrypt_error, ({ hsId }) => message('ns34', hsId, NS34)),
  replayed('NS1 once more while its run goes on', false),
  replayed('NS1 once more after its run', true),
  ofAnother('NS34 of a run that goes on', false),
  ofAnother('NS34 of a run that has ended', true),
  fault('ct_b of an earlier NS1', alert.decrypt_error, async ({ connect, run, newRun }) => {
    run.ns2(await begin(await connect(), run));
    const { ct_b, ss_b } = run.random;
    const later = newRun({ random: { ct_b, ss_b } });
    const wire = await connect();
    return refusal(wire, later, later.ns1());
  }),
  fault('all that somebody else would say, without his keys', alert.decrypt_error, async ({ connect, newRun, others, suite }) => {
    const run = newRun({ a: { ...others.neighbour, signature_private_key: suite.anotherSignatureKey() } });
    const wire = await connect();
    run.guess(await begin(wire, run));
    return refusal(wire, run, run.ns34());
  }),
  afterUnknownKid('the right one', { outcome: 'agreed' }, ({ run }) => run),
  afterUnknownKid('the right one in a run of the same name', { outcome: 'agreed' }, ({ newRun }, { hsId }) =>
    newRun({ random: { hs_id: hsId } })),
  afterUnknownKid('another one of no record', { code: alert.unknown_kid }, ({ newRun }) => newRun({ taps })),
  {
    name: 'a good run after an alert',
    outcome: 'closed',
    play: async ({ connect, newRun, run }) => {
      const wire = await connect();
      const bad = newRun({ taps: { 'ns1.sent': (bytes) => flipped(bytes, bytes.length - 1) } });
      const ended = await refusal(wire, bad, bad.ns1()).catch((e) => e);
      if (ended.code !== alert.decrypt_error) {
        throw ended;
      }
      return finish(wire, run, await begin(wire, run));
    },
  },
  unanswered('an alert in place of NS1', async (wire, run) => wire.send(brokenOff(run))),
  unanswered('an alert in place of NS34', async (wire, run) => {
    run.ns2(await begin(wire, run));
    wire.send(brokenOff(run));
  }),
];
