// Runs all tests. forge was once seen to leave suites out in silence after a filtered run had filled its cache, so that
// each suite of test/ is looked for in what it printed.
const {spawnSync} = require('node:child_process');
const fs = require('node:fs');
const run = spawnSync('node_modules/.bin/forge', ['test'], {encoding: 'utf8', maxBuffer: 1 << 26});
if (run.error) throw run.error;
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const missing = fs.readdirSync('test').filter((file) => file.endsWith('.t.sol') && !run.stdout.includes(`for test/${file}:`));
if (missing.length) console.error(`forge left out ${missing.join(', ')}: delete contracts/target/forge and run the build again`);
process.exitCode = run.status || (missing.length ? 1 : 0);
