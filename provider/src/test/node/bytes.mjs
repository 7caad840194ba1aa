// The presentation language of nsl.md "Notation" (RFC 8446 §3): big-endian, bounded, nothing left over.

/** What arrived is not of the form that nsl.md gives it. */
export class Malformed extends Error {}

export const concat = (...parts) => Buffer.concat(parts);
export const ascii = (text) => Buffer.from(text, 'ascii');
export const hex = (text) => Buffer.from(text.replace(/^0x/, ''), 'hex');
export const toHex = (bytes) => `0x${bytes.toString('hex')}`;

export function number(value, width) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes.subarray(8 - width);
}

/** LV(x) = uint16 length of x ‖ x. */
export const LV = (bytes) => concat(number(bytes.length, 2), bytes);

/** A copy with one bit of one byte changed. */
export function flipped(bytes, at = 0) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  get left() {
    return this.#bytes.length - this.#at;
  }

  take(length) {
    if (length > this.left) {
      throw new Malformed(`${length} bytes wanted, ${this.left} left`);
    }
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }
}

// The types of fields: each says how its value is written and read.

export const uint8 = unsigned(1);
export const uint16 = unsigned(2);
export const uint32 = unsigned(4);
/** A BigInt. */
export const uint64 = { write: (value) => number(value, 8), read: (reader) => reader.take(8).readBigUInt64BE() };

function unsigned(width) {
  return { write: (value) => number(value, width), read: (reader) => reader.take(width).readUIntBE(0, width) };
}

/** opaque x[length] */
export const fixed = (length) => ({ write: (value) => value, read: (reader) => reader.take(length) });

/** opaque x<min..max>, with a length of 1 or 2 bytes as max says. */
export function opaque(min, max) {
  const prefix = max < 256 ? 1 : 2;
  return {
    prefix,
    write: (value) => concat(number(value.length, prefix), value),
    read(reader) {
      const length = reader.take(prefix).readUIntBE(0, prefix);
      if (length < min || length > max) {
        throw new Malformed(`a length of ${length}`);
      }
      return reader.take(length);
    },
  };
}

/** Entry x<0..2^16-1>: any number of the same structure. */
export function list(entry) {
  const vector = opaque(0, 0xffff);
  return {
    prefix: vector.prefix,
    write: (entries) => vector.write(concat(...entries.map((each) => entry.encode(each)))),
    read(reader) {
      const inner = new Reader(vector.read(reader));
      const entries = [];
      while (inner.left > 0) {
        entries.push(entry.read(inner));
      }
      return entries;
    },
  };
}

/** A structure: its fields in order, by name. */
export function struct(fields) {
  const names = Object.keys(fields);
  const read = (reader) => Object.fromEntries(names.map((name) => [name, fields[name].read(reader)]));
  return {
    fields,
    read,
    encode: (values) => concat(...names.map((name) => fields[name].write(values[name]))),
    decode(bytes) {
      const reader = new Reader(bytes);
      const values = read(reader);
      if (reader.left > 0) {
        throw new Malformed(`${reader.left} bytes left over`);
      }
      return values;
    },
  };
}
