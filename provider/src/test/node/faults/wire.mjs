// Messages that changed on their way: each field flipped, each length, cut, longer.
import { alert } from '../alerts.mjs';
import { flipped } from '../bytes.mjs';
import { NslMessage, body } from '../messages.mjs';

/** Where a flip is answered by something else than the failure of a box. */
const CODES = {
  'header.version': alert.version,
  'header.type': alert.malformed,
  'header.hs_id': alert.malformed,
  'ns1.suite': alert.suite,
  'ns1.kid_b': alert.unknown_kid,
};

/** The fields of a message with the place of their bytes in it. */
function places(name, bytes) {
  const places = [];
  const add = (struct, owner, values, from) =>
    Object.entries(struct.fields).reduce((at, [field, codec]) => {
      const length = codec.write(values[field]).length;
      places.push({ name: `${owner}.${field}`, at, length, prefix: codec.prefix ?? 0 });
      return at + length;
    }, from);
  const outer = NslMessage.decode(bytes);
  add(NslMessage, 'header', outer, 0);
  add(body[name], name, body[name].decode(outer.body), bytes.length - outer.body.length);
  return places;
}

/** All flips of a message that has the fields of the template. */
function flips(name) {
  const fields = { header: NslMessage.fields, [name]: body[name].fields };
  return Object.entries(fields).flatMap(([owner, codecs]) =>
    Object.entries(codecs).flatMap(([field, { prefix = 0 }]) => flipsOf(name, `${owner}.${field}`, prefix)),
  );
}

function flipsOf(name, field, prefix) {
  const named = field.startsWith('header') ? `${name}.${field}` : field;
  const flipAt = (place) => (bytes) => flipped(bytes, place(places(name, bytes).find((each) => each.name === field)));
  const faults = [];
  for (let i = 0; i < prefix; i++) {
    faults.push({
      name: `flip ${named} length ${i}`,
      code: alert.malformed,
      taps: { [`${name}.sent`]: flipAt(({ at }) => at + i) },
    });
  }
  if (!['header.body', 'ns1.cookie'].includes(field)) {
    const part = { first: ({ at }) => at + prefix, last: ({ at, length }) => at + length - 1 };
    for (const [which, place] of Object.entries(part)) {
      faults.push({
        name: `flip ${named} ${which}`,
        ...(named === 'ns1.header.hs_id'
          ? { outcome: 'refused', code: alert.malformed } // B takes it for A's choice, and A does not know it
          : { code: CODES[field] ?? alert.decrypt_error }),
        taps: { [`${name}.sent`]: flipAt(place) },
      });
    }
  }
  return faults;
}

const resized = (name, what, change) => ({
  name: `${what} ${name}`,
  code: alert.malformed,
  taps: { [`${name}.sent`]: change },
});

export const wireFaults = ['ns1', 'ns34'].flatMap((name) => [
  ...flips(name),
  resized(name, 'trailing byte after', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
  resized(name, 'last byte missing of', (bytes) => bytes.subarray(0, -1)),
  resized(name, 'header alone of', (bytes) => bytes.subarray(0, 12)),
  resized(name, 'half of', (bytes) => bytes.subarray(0, bytes.length >> 1)),
]);
