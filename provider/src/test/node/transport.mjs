// nsl.md "Transport": each message as one TLS handshake message of the private type 0xE1, in plain records over TCP.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Malformed, concat, number } from './bytes.mjs';

const ALERT = 21;
const HANDSHAKE = 22;
const NSL = 0xe1;
const RECORD_HEAD = 5;
const HANDSHAKE_HEAD = 4;
const MAX_FRAGMENT = 1 << 14;
const NOTHING = Buffer.alloc(0);

/** The other end broke off below the agreement. */
export class TlsAlert extends Error {
  constructor(code) {
    super(`the peer sent TLS alert ${code}`);
    this.code = code;
  }
}

export const record = (fragment, contentType = HANDSHAKE, version = 0x0303) =>
  concat(number(contentType, 1), number(version, 2), number(fragment.length, 2), fragment);

export const handshake = (message, msgType = NSL) => concat(number(msgType, 1), number(message.length, 3), message);

/** A message in full records but for the last. */
export function framed(message, perRecord = MAX_FRAGMENT) {
  const whole = handshake(message);
  const records = [];
  for (let at = 0; at < whole.length; at += perRecord) {
    records.push(record(whole.subarray(at, at + perRecord)));
  }
  return concat(...records);
}

export class Wire {
  #socket;
  #chunks;
  #received = NOTHING;

  constructor(socket) {
    this.#socket = socket;
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** @param deadline in milliseconds, for the connection and for each wait */
  static async connect({ host, port, deadline = 30_000 }) {
    const socket = connect({ host, port, noDelay: true });
    socket.setTimeout(deadline, () => socket.destroy(new Error(`nothing came for ${deadline} ms`)));
    await once(socket, 'connect');
    return new Wire(socket);
  }

  send(message) {
    this.raw(framed(message));
  }

  raw(bytes) {
    this.#socket.write(bytes);
  }

  /** Nothing more comes from here, but what was sent arrives. */
  end() {
    return new Promise((sent) => this.#socket.end(sent));
  }

  close() {
    this.#socket.destroy();
  }

  /** @returns the next message, or null where the peer has closed */
  async receive() {
    let whole = await this.#fragment();
    while (whole !== null && (whole.length < HANDSHAKE_HEAD || whole.length < HANDSHAKE_HEAD + whole.readUIntBE(1, 3))) {
      const more = await this.#fragment();
      whole = more && concat(whole, more);
    }
    if (whole === null) {
      return null;
    }
    if (whole[0] !== NSL || whole.length !== HANDSHAKE_HEAD + whole.readUIntBE(1, 3)) {
      throw new Malformed('not one handshake message of type 0xE1');
    }
    return whole.subarray(HANDSHAKE_HEAD);
  }

  async #fragment() {
    const head = await this.#take(RECORD_HEAD);
    if (head === null) {
      return null;
    }
    const length = head.readUInt16BE(3);
    if (head[1] !== 3 || length === 0 || length > MAX_FRAGMENT) {
      throw new Malformed('not a record of TLS');
    }
    const fragment = await this.#take(length);
    if (head[0] === ALERT && fragment?.length === 2) {
      throw new TlsAlert(fragment[1]);
    }
    if (head[0] !== HANDSHAKE) {
      throw new Malformed(`a record of type ${head[0]}`);
    }
    return fragment;
  }

  /** @returns null where the peer closes first */
  async #take(length) {
    while (this.#received.length < length) {
      const { value, done } = await this.#chunks.next();
      if (done) {
        return null;
      }
      this.#received = concat(this.#received, value);
    }
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }
}
