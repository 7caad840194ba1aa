// nsl.md "Records".
import { fixed, list, opaque, struct, uint16, uint64, uint8 } from './bytes.mjs';
import { digest } from './kdf.mjs';

export const Extension = struct({ type: uint16, data: opaque(0, 0xffff) });

const SuiteKey = struct({ suite: uint16, kem: opaque(0, 0xffff), sig: opaque(0, 0xffff) });

const Record = struct({
  format: uint8,
  version: uint64,
  owner: fixed(20),
  registrar: fixed(20),
  not_before: uint64,
  not_after: uint64,
  id: opaque(1, 255),
  keys: list(SuiteKey),
  ext: list(Extension),
});

/** A record, and what follows from its bytes. */
export function readRecord(bytes) {
  const record = Record.decode(bytes);
  return { ...record, hash: digest('sha256', bytes), key: (suite) => record.keys.find((key) => key.suite === suite.id) };
}

/** The first suite of B's record that stands in A's record, too. */
export const commonSuite = (a, b) => b.keys.map((key) => key.suite).find((id) => a.keys.some((key) => key.suite === id));
