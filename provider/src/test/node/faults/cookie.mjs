// What comes of a RETRY: only a responder under load sends one.
import { alert } from '../alerts.mjs';
import { flipped } from '../bytes.mjs';
import { NslMessage, body } from '../messages.mjs';
import { finish, next, refusal } from '../session.mjs';

/** @param other changes the fields of NS1 with the cookie */
const cookieFault = (name, other) => ({
  name,
  busy: true,
  code: alert.busy,
  play: async (session) => {
    const { connect, run } = session;
    const wire = await connect();
    wire.send(run.ns1());
    const again = run.retry(await next(wire));
    const outer = NslMessage.decode(again);
    const fields = body.ns1.decode(outer.body);
    const changed = { ...outer, body: body.ns1.encode({ ...fields, ...(await other(fields, session)) }) };
    return refusal(wire, run, NslMessage.encode(changed));
  },
});

/** The cookie that B gives another run on another connection. */
async function anotherCookie({ connect, newRun }) {
  const run = newRun();
  const wire = await connect();
  wire.send(run.ns1());
  return body.ns1.decode(NslMessage.decode(run.retry(await next(wire))).body).cookie;
}

export const cookieFaults = [
  {
    name: 'nothing but honesty under load',
    busy: true,
    outcome: 'agreed',
    play: async ({ connect, run }) => {
      const wire = await connect();
      wire.send(run.ns1());
      const again = run.retry(await next(wire));
      wire.send(again);
      return finish(wire, run, await next(wire));
    },
  },
  {
    name: 'a cookie that nobody asked for',
    outcome: 'agreed',
    taps: { ns1: (head) => ({ ...head, cookie: Buffer.alloc(20) }) },
  },
  {
    name: 'the cookie with the same NS1 on another connection',
    busy: true,
    outcome: 'agreed',
    play: async ({ connect, run }) => {
      const first = await connect();
      first.send(run.ns1());
      const again = run.retry(await next(first));
      const wire = await connect();
      wire.send(again);
      return finish(wire, run, await next(wire));
    },
  },
  cookieFault('no cookie after RETRY', () => ({ cookie: Buffer.alloc(0) })),
  cookieFault('a cookie with a flipped byte', ({ cookie }) => ({ cookie: flipped(cookie, cookie.length - 1) })),
  cookieFault('a cookie with a byte more', ({ cookie }) => ({ cookie: Buffer.concat([cookie, Buffer.alloc(1)]) })),
  cookieFault('the cookie of another run', async (_, session) => ({ cookie: await anotherCookie(session) })),
  cookieFault('the cookie with another ct_b', ({ ct_b }) => ({ ct_b: flipped(ct_b, ct_b.length - 1) })),
];
