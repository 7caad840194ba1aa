// nsl.md "Key schedule". Each step takes what has just been sent or received; the symbols are the document's.
import { LV, ascii, concat, number } from './bytes.mjs';
import { digest, expandLabel, extract } from './kdf.mjs';
import { confirm } from './messages.mjs';

const EMPTY = Buffer.alloc(0);

export class KeySchedule {
  #suite;
  #values = {};

  /**
   * @param chain its id and the registry's address
   * @param b the id of B and the hash of its record
   */
  constructor(suite, chain, { id, hash }, roles = ['initiator', 'responder']) {
    this.#suite = suite;
    this.#values.th0 = this.H(
      LV(ascii('DPK-NSL/1')), number(suite.id, 2), number(chain.id, 8), chain.registry,
      LV(id), hash, ...roles.map((role) => LV(ascii(role))),
    );
  }

  /** All values so far, by their names in the document. */
  get values() {
    return this.#values;
  }

  /** @param suiteToEpk the bytes of NS1 from suite to epk, with their length prefixes */
  ns1(suiteToEpk, ss_b) {
    const v = this.#values;
    v.th1 = this.H(v.th0, suiteToEpk);
    v.es1 = this.#extract(v.th1, ss_b);
    v.k1 = this.#secret(v.es1, 'ns1', v.th1);
  }

  box1(box1) {
    const v = this.#values;
    v.th1b = this.H(v.th1, box1);
    v.kw = this.#secret(v.es1, 'wrap', v.th1b);
    v.ka = this.#secret(v.es1, 'alert b', v.th1b);
  }

  boxw(boxw, ect) {
    const v = this.#values;
    v.th2 = this.H(v.th1b, boxw, LV(ect));
  }

  ns2(ss_a, ss_e) {
    const v = this.#values;
    v.es2 = this.#extract(this.#secret(v.es1, 'derived', v.th2), ss_a);
    v.es3 = this.#extract(this.#secret(v.es2, 'derived', v.th2), ss_e);
    v.k2 = this.#secret(v.es3, 'ns2', v.th2);
  }

  box2(box2) {
    const v = this.#values;
    v.th3 = this.H(v.th2, box2);
    v.k3 = this.#secret(v.es3, 'ns3', v.th3);
  }

  box3(box3) {
    const v = this.#values;
    v.k4 = this.#secret(v.es3, 'ns4', this.H(v.th3, box3));
  }

  box4(box3, box4, ks) {
    const v = this.#values;
    v.th5 = this.H(v.th3, box3, box4);
    v.ms_0 = this.#extract(this.#secret(v.es3, 'derived', v.th5), ks);
  }

  ctx(chain, a, b) {
    const v = this.#values;
    v.ctx = this.H(
      LV(ascii('DPK ctx')), number(chain.id, 8), chain.registry, LV(a.id), LV(ascii('client')), LV(b.id),
      LV(ascii('server')), a.hash, b.hash, number(this.#suite.id, 2), v.th5,
    );
  }

  /** The first keys that the run made. */
  keys(count) {
    const keys = [];
    let ms = this.#values.ms_0;
    for (let i = 0; i < count; i++) {
      const context = concat(this.#values.ctx, number(i, 4));
      const expl = (secret, label, using, length) => expandLabel(this.#suite.hash, secret, label, using, length);
      const epsk = expl(ms, 'epsk', context, 32);
      const pskid = expl(ms, 'pskid', context, 16);
      keys.push({
        i,
        epsk,
        pskid,
        tls13_sha256: expl(epsk, 'tls13 sha256', pskid, 32),
        tls12: expl(epsk, 'tls12', pskid, 32),
        static_export: expl(epsk, 'static export', pskid, 32),
        confirm: confirm(expl(epsk, 'static confirm', pskid, 32)),
        tls13_identity: pskid.toString('base64url'),
      });
      ms = expl(ms, 'ratchet', context, this.#suite.hashLength);
    }
    return keys;
  }

  /** The message that `sig` is over. */
  signed(a, b, ks) {
    return concat(
      Buffer.alloc(64, 0x20), ascii('DPK-NSL/1 NS4 initiator'), Buffer.alloc(1),
      this.#values.th3, LV(a.id), LV(b.id), this.H(ks),
    );
  }

  seal(k, associated, plaintext) {
    return this.#suite.aead.seal(...this.#keyed(k), associated, plaintext);
  }

  /** @throws if it was not sealed with this */
  open(k, associated, box) {
    return this.#suite.aead.open(...this.#keyed(k), associated, box);
  }

  H(...parts) {
    return digest(this.#suite.hash, ...parts);
  }

  /** Each box has a secret of its own. */
  #keyed(k) {
    const { hash, aead } = this.#suite;
    return [expandLabel(hash, k, 'key', EMPTY, aead.keyLength), expandLabel(hash, k, 'iv', EMPTY, 12)];
  }

  #extract(salt, ikm) {
    return extract(this.#suite.hash, salt, ikm);
  }

  #secret(secret, label, context) {
    return expandLabel(this.#suite.hash, secret, label, context, this.#suite.hashLength);
  }
}
