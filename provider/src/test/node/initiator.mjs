#!/usr/bin/env node
// The initiator of DPK-NSL/1 as a program: see README.md.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expected, faults } from './faults.mjs';
import { play } from './session.mjs';

const { values } = parseArgs({
  options: { config: { type: 'string', default: '-' }, fault: { type: 'string' }, 'list-faults': { type: 'boolean' } },
});

function named(name) {
  const fault = faults.find((each) => each.name === name);
  if (!fault) {
    throw new Error(`no fault "${name}": see --list-faults`);
  }
  return fault;
}

if (values['list-faults']) {
  for (const fault of faults) {
    const { name, suite = null, busy = false } = fault;
    console.log(JSON.stringify({ name, suite, busy, ending: expected(fault) }));
  }
} else {
  const configuration = JSON.parse(readFileSync(values.config === '-' ? 0 : values.config, 'utf8'));
  console.log(JSON.stringify(await play(configuration, values.fault ? named(values.fault) : {})));
}
