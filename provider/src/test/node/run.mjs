// nsl.md "The initiator": one run, without a wire. What it does is honest, but for what its taps change.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { alert, isHint } from './alerts.mjs';
import { Malformed, concat, number } from './bytes.mjs';
import { KeySchedule } from './keyschedule.mjs';
import { NslMessage, body, box, extensionsAreGood, message, padded, type } from './messages.mjs';

/** This end refuses: the alert that it sends. */
export class Refused extends Error {
  constructor(code, why) {
    super(`alert ${code}: ${why}`);
    this.code = code;
  }
}

/** The other end refuses. */
export class Alert extends Error {
  constructor(code, sealed) {
    super(`the peer sent alert ${code}${sealed ? ', sealed' : ''}`);
    this.code = code;
    this.sealed = sealed;
  }
}

/** The associated data of a box in a message. */
export const associated = (name, suite) => concat(number(1, 1), number(type[name], 1), number(suite.id, 2));

const secrets = (suite) => ({
  hs_id: randomBytes(8),
  n1: randomBytes(32),
  ks: randomBytes(32),
  sk_epk: suite.ephemeralKem.generateSecretKey(),
});

export class Run {
  #chain;
  #taps;
  #keep;
  #ns1;
  #n2;

  /**
   * @param a the own record, read, with `kem_private_key` and `signature_private_key`
   * @param others records of other identities, for faults
   * @param random what a vector prescribes; drawn where it prescribes nothing
   * @param keep is told a key that B has confirmed
   * @param taps by name: what changes a value on its way, for a run with a fault
   */
  constructor({ suite, chain, a, b, others, random = {}, taps = {}, keep = () => {} }) {
    this.suite = suite;
    this.#chain = chain;
    this.a = a;
    this.b = b;
    this.others = others;
    this.random = { ...secrets(suite), ...random };
    this.#taps = taps;
    this.#keep = keep;
    this.schedule = new KeySchedule(suite, this.#tap('chain', chain), this.#tap('b', b), taps.roles);
  }

  get hsId() {
    return this.random.hs_id;
  }

  ns1() {
    this.#encapsulate();
    const head = this.#tap('ns1', {
      cookie: Buffer.alloc(0),
      suite: this.suite.id,
      kid_b: this.b.hash.subarray(0, 8),
      ct_b: this.random.ct_b,
      epk: this.suite.ephemeralKem.publicKey(this.random.sk_epk),
    });
    const { suite, kid_b, ct_b, epk } = body.ns1.fields;
    this.schedule.ns1(
      concat(suite.write(head.suite), kid_b.write(head.kid_b), ct_b.write(head.ct_b), epk.write(head.epk)),
      this.random.ss_b,
    );
    const box1 = this.#seal('box1', 'ns1', this.schedule.values.k1, this.#box1());
    this.schedule.box1(box1);
    this.#ns1 = { ...head, box1 };
    return this.#send('ns1', this.#ns1);
  }

  /**
   * What B wants before it does anything: the same NS1 with its cookie, once.
   *
   * @returns null if this is no RETRY
   */
  retry(bytes) {
    if (bytes[1] !== type.retry || this.#ns1.cookie.length > 0) {
      return null;
    }
    const { cookie } = this.#receive('retry', bytes);
    this.#ns1 = { ...this.#ns1, cookie };
    return this.#send('ns1', this.#ns1);
  }

  /** @throws Refused if it is not what B has to answer, Alert if B refuses */
  ns2(bytes) {
    const { boxw, ect, box2 } = this.#receive('ns2', bytes);
    const { staticKem, ephemeralKem } = this.suite;
    if (ect.length !== this.suite.ephemeralKem.ciphertextLength) {
      throw new Refused(alert.malformed, `ect has ${ect.length} bytes`);
    }
    this.schedule.boxw(boxw, ect);
    const plain = decryptError(() => {
      const ct_a = this.schedule.open(this.schedule.values.kw, associated('ns2', this.suite), boxw);
      if (ct_a.length !== staticKem.ciphertextLength) {
        throw new Error(`ct_a has ${ct_a.length} bytes`);
      }
      this.schedule.ns2(
        staticKem.decapsulate(this.a.kem_private_key, ct_a),
        ephemeralKem.decapsulate(this.random.sk_epk, ect),
      );
      return this.schedule.open(this.schedule.values.k2, associated('ns2', this.suite), box2);
    });
    this.#check(parsed(() => box.box2.decode(plain)));
    this.schedule.box2(box2);
  }

  /** Goes on as if it had opened the answer: for who has no private key. */
  guess(bytes) {
    const { boxw, ect, box2 } = this.#receive('ns2', bytes);
    this.schedule.boxw(boxw, ect);
    this.schedule.ns2(randomBytes(32), randomBytes(32));
    this.schedule.box2(box2);
    this.#n2 = randomBytes(32);
  }

  ns34() {
    const { ks } = this.random;
    const n2 = this.#n2;
    const { schedule } = this;
    const box3 = this.#seal('box3', 'ns34', schedule.values.k3, box.box3.encode(this.#tap('box3', { n2 })));
    schedule.box3(box3);
    const signed = this.#tap('signed', schedule.signed(this.a, this.b, ks));
    const sig = this.random.sig ?? this.suite.sign(this.a, signed);
    const plain = box.box4.encode(this.#tap('box4', { ks, n2, sig }));
    const box4 = this.#seal('box4', 'ns34', schedule.values.k4, plain);
    schedule.box4(box3, box4, ks);
    schedule.ctx(this.#chain, this.a, this.b);
    return this.#send('ns34', { box3, box4 });
  }

  /** What comes after NS34, on the standalone transport. */
  confirm(bytes) {
    const [key] = this.schedule.keys(1);
    if (bytes.length !== key.confirm.length || !timingSafeEqual(bytes, key.confirm)) {
      this.alerted(bytes);
      throw new Refused(alert.malformed, 'no CONFIRM');
    }
    this.#keep(key);
  }

  /** What B says instead of going on; a sealed one is B's, one in clear is a hint of anybody's. */
  #alert(bytes) {
    const { code, sealed } = parsed(() => body.alert.decode(bytes));
    if (code !== 0) {
      return isHint(code) && sealed.length === 0 ? new Alert(code, false) : new Refused(alert.malformed, `alert ${code} in clear`);
    }
    const opened = decryptError(() => this.schedule.open(this.schedule.values.ka, associated('alert', this.suite), sealed));
    return new Alert(parsed(() => box.sealed.decode(opened)).code, true);
  }

  #encapsulate() {
    const { ct_b, sk_ct_b } = this.random; // vectors prescribe the one or the other
    if (!ct_b) {
      const kem = this.#tap('kem_b', this.b.key(this.suite).kem);
      const { ciphertext, secret, seed } = this.suite.staticKem.encapsulate(kem, sk_ct_b);
      Object.assign(this.random, { ct_b: ciphertext, ss_b: secret, seed_b: seed });
    }
  }

  #box1() {
    const claimed = {
      n1: this.random.n1,
      id_a: this.a.id,
      rec_version_a: this.a.version,
      rec_hash_a: this.a.hash,
      ext: this.a.ext1 ?? [],
    };
    return box.box1.encode(this.#tap('box1.padded', padded(this.#tap('box1', claimed))));
  }

  #receive(expected, bytes) {
    const { type: number, hs_id, body: inner } = this.#opened(bytes);
    if (number !== type[expected] || !hs_id.equals(this.hsId)) {
      throw new Refused(alert.malformed, `a message of type ${number}, or of another run`);
    }
    return parsed(() => body[expected].decode(inner));
  }

  /** @throws Alert if it is one */
  alerted(bytes) {
    this.#opened(bytes);
  }

  #opened(bytes) {
    const outer = parsed(() => NslMessage.decode(bytes));
    if (outer.version !== 1) {
      throw new Refused(alert.version, `version ${outer.version}`);
    }
    if (outer.type === type.alert) {
      throw this.#alert(outer.body);
    }
    return outer;
  }

  #check({ n1, n2, id_b, rec_hash_a, psk_lifetime, max_uses, ext }) {
    if (!n1.equals(this.random.n1) || !rec_hash_a.equals(this.a.hash) || !id_b.equals(this.b.id)) {
      throw new Refused(alert.decrypt_error, 'n1, rec_hash_a or id_b in box2');
    }
    if (psk_lifetime === 0 || max_uses === 0 || !extensionsAreGood(ext)) {
      throw new Refused(alert.malformed, 'psk_lifetime, max_uses or an extension in box2');
    }
    this.#n2 = n2;
  }

  #seal(name, messageName, k, plain) {
    const associatedData = this.#tap(`${name}.associated`, associated(messageName, this.suite));
    return this.schedule.seal(k, associatedData, this.#tap(`${name}.plain`, plain));
  }

  #send(name, values) {
    return this.#tap(`${name}.sent`, message(name, this.hsId, values));
  }

  #tap(name, value) {
    return this.#taps[name]?.(value, this) ?? value;
  }
}

function parsed(read) {
  try {
    return read();
  } catch (e) {
    throw e instanceof Malformed ? new Refused(alert.malformed, e.message) : e;
  }
}

/** 7 is the one answer to every failure of KEM and AEAD. */
function decryptError(open) {
  try {
    return open();
  } catch (e) {
    throw new Refused(alert.decrypt_error, e.message);
  }
}
