// What a run can do wrong, and what nsl.md says that comes of it. A fault has
//   name     how it is called
//   outcome  how the run ends (session.mjs); where none is said: an alert, with
//   code     its number, and
//   sealed   whether it has to be sealed
//   suite    the only one that can have it, if not all can
//   busy     whether B has to be under load
//   taps     what changes values on their way in an otherwise honest run, or
//   play     what to do instead of an honest run
// Some are no faults: what a strict reader might stumble over, though the document allows it.
import { claimFaults } from './faults/claims.mjs';
import { cookieFaults } from './faults/cookie.mjs';
import { keyFaults } from './faults/keys.mjs';
import { orderFaults } from './faults/order.mjs';
import { proofFaults } from './faults/proof.mjs';
import { schemeFaults } from './faults/schemes.mjs';
import { transportFaults } from './faults/transport.mjs';
import { wireFaults } from './faults/wire.mjs';

export const faults = [
  ...wireFaults,
  ...keyFaults,
  ...schemeFaults,
  ...claimFaults,
  ...proofFaults,
  ...orderFaults,
  ...cookieFaults,
  ...transportFaults,
];

/** What a run with this fault has to come to. */
export function expected({ outcome = 'alert', code, sealed = false }) {
  return outcome === 'alert' ? { outcome, code, sealed } : { outcome, ...(code && { code }) };
}
