// Records and handshake messages that are none of nsl.md "Transport": B answers in TLS.
import { randomBytes } from 'node:crypto';
import { ascii, concat, number } from '../bytes.mjs';
import { next } from '../session.mjs';
import { framed, handshake, record } from '../transport.mjs';

const UNEXPECTED_MESSAGE = 10;
const RECORD_OVERFLOW = 22;
const DECODE_ERROR = 50;

/** @param bytes of NS1, as they would go over the wire, from the message */
const instead = (name, code, bytes) => ({
  name,
  outcome: 'tls alert',
  code,
  play: async ({ connect, run }) => {
    const wire = await connect();
    wire.raw(bytes(run.ns1()));
    return next(wire);
  },
});

/** A ClientHello that anybody's TLS might begin with: TLS 1.2, one suite, no extension. */
const clientHello = concat(number(0x0303, 2), randomBytes(32), number(0, 1), number(2, 2), number(0x1301, 2), number(0x0100, 2));

/** Otherwise honest, but for how its messages become records. */
const carried = (name, carry) => ({
  name,
  outcome: 'agreed',
  play: async ({ connect, run }) => {
    const wire = await connect();
    wire.raw(carry(run.ns1()));
    run.ns2(await next(wire));
    wire.raw(carry(run.ns34()));
    run.confirm(await next(wire));
  },
});

/** Ends in the middle of a message. */
const cutOff = (name, cut) => ({
  name,
  outcome: 'closed',
  play: async ({ connect, run }) => {
    const wire = await connect();
    await cut(wire, run);
    await wire.end();
    return next(wire);
  },
});

export const transportFaults = [
  instead('a record of application data', UNEXPECTED_MESSAGE, (ns1) => record(handshake(ns1), 23)),
  instead('a record of no content type', UNEXPECTED_MESSAGE, (ns1) => record(handshake(ns1), 99)),
  instead('a record of SSL 2', UNEXPECTED_MESSAGE, (ns1) => record(handshake(ns1), 22, 0x0203)),
  instead('an empty record', UNEXPECTED_MESSAGE, () => record(Buffer.alloc(0))),
  instead('a record that is too long', RECORD_OVERFLOW, () => record(Buffer.alloc((1 << 14) + 1))),
  instead('a ClientHello', UNEXPECTED_MESSAGE, () => record(handshake(clientHello, 1))),
  instead('a handshake message of another private type', UNEXPECTED_MESSAGE, (ns1) => record(handshake(ns1, 0xe2))),
  instead('a handshake message of no bytes', DECODE_ERROR, () => record(handshake(Buffer.alloc(0)))),
  instead('a handshake message that is too long', DECODE_ERROR, (ns1) => record(concat(number(0xe1, 1), number(0x010001, 3), ns1))),
  instead('two messages in a record', UNEXPECTED_MESSAGE, (ns1) => record(concat(handshake(ns1), handshake(ns1)))),
  instead('plain HTTP', UNEXPECTED_MESSAGE, () => ascii('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')),
  carried('records of one byte', (message) => framed(message, 1)),
  carried('records of 100 bytes', (message) => framed(message, 100)),
  carried('records of TLS 1.0', (message) => record(handshake(message), 22, 0x0301)),
  cutOff('nothing at all', () => {}),
  cutOff('half of NS1 and the end', (wire, run) => {
    const bytes = framed(run.ns1());
    wire.raw(bytes.subarray(0, bytes.length >> 1));
  }),
  cutOff('NS1 and the end', async (wire, run) => {
    wire.send(run.ns1());
    run.ns2(await next(wire));
  }),
];
