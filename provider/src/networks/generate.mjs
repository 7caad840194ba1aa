// Writes the networks that light mode knows by name, from what npm packages of others say.
//   npm ci && npm run generate     writes them
//   npm run check                  ends with 1 where what is committed differs
// Each value's package, version and export stand beside it in the file ("sources").
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { genesisData, networksChainConfig } from "@lodestar/config/networks";
import { mainnetPreset } from "@lodestar/params/presets/mainnet";
import * as chains from "viem/chains";

const OUT = new URL(
  "../main/resources/org/dpk/provider/internal/network/",
  import.meta.url,
);
const BLOB_SCHEDULE = "BLOB_SCHEDULE";

const file = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const versions = file("package.json").devDependencies;
const source = (name, what) => `${name}@${versions[name]} ${what}`;

for (const [name, wanted] of Object.entries(versions)) {
  const installed = file(`node_modules/${name}/package.json`).version;
  if (installed !== wanted) throw new Error(`${name} is ${installed}, not ${wanted}: run npm ci`);
}

const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");

/** Forks in the order of their versions; what is not scheduled has no epoch yet. */
function forks(config) {
  const later = Object.keys(config)
    .map((key) => /^([A-Z0-9]+)_FORK_EPOCH$/.exec(key)?.[1])
    .filter((name) => name !== undefined && Number.isFinite(config[`${name}_FORK_EPOCH`]))
    .map((name) => ({
      name: name.toLowerCase(),
      version: hex(config[`${name}_FORK_VERSION`]),
      epoch: config[`${name}_FORK_EPOCH`],
    }));
  const first = { name: "phase0", version: hex(config.GENESIS_FORK_VERSION), epoch: 0 };
  return [first, ...later].sort(
    (one, other) => one.epoch - other.epoch || (one.version < other.version ? -1 : 1),
  );
}

function beaconNetwork(name) {
  const config = networksChainConfig[name];
  const genesis = genesisData[name];
  const chain = chains[name];
  if (config.PRESET_BASE !== "mainnet") throw new Error(`${name} is of preset ${config.PRESET_BASE}`);
  if (config.DEPOSIT_CHAIN_ID !== chain.id) {
    throw new Error(`${name}: chain ${config.DEPOSIT_CHAIN_ID} or ${chain.id}?`);
  }
  const lodestar = (what) => source("@lodestar/config", what);
  const preset = (what) => source("@lodestar/params", `presets/mainnet mainnetPreset.${what}`);
  return {
    format: "dpk-network/1",
    name,
    chainId: chain.id,
    consensus: "beacon",
    secondsPerBlock: config.SLOT_DURATION_MS / 1000,
    beacon: {
      genesisTime: genesis.genesisTime,
      genesisValidatorsRoot: genesis.genesisValidatorsRoot,
      slotsPerEpoch: mainnetPreset.SLOTS_PER_EPOCH,
      epochsPerSyncCommitteePeriod: mainnetPreset.EPOCHS_PER_SYNC_COMMITTEE_PERIOD,
      syncCommitteeSize: mainnetPreset.SYNC_COMMITTEE_SIZE,
      forks: forks(config),
      // they change the fork digest of the peer-to-peer network, and nothing that is signed
      blobOnlyEpochs: config[BLOB_SCHEDULE].map((entry) => entry.EPOCH),
    },
    sources: {
      chainId: source("viem", `chains ${name}.id`),
      secondsPerBlock: lodestar(`networks networksChainConfig.${name}.SLOT_DURATION_MS`),
      genesisTime: lodestar(`networks genesisData.${name}.genesisTime`),
      genesisValidatorsRoot: lodestar(`networks genesisData.${name}.genesisValidatorsRoot`),
      slotsPerEpoch: preset("SLOTS_PER_EPOCH"),
      epochsPerSyncCommitteePeriod: preset("EPOCHS_PER_SYNC_COMMITTEE_PERIOD"),
      syncCommitteeSize: preset("SYNC_COMMITTEE_SIZE"),
      forks: lodestar(`networks networksChainConfig.${name}.*_FORK_VERSION, *_FORK_EPOCH`),
      blobOnlyEpochs: lodestar(`networks networksChainConfig.${name}.${BLOB_SCHEDULE}`),
    },
  };
}

/** A private network as Besu's quick start makes it: to be copied, since everyone has his own. */
function privateNetwork() {
  const path = "files/besu/config/besu/QBFTgenesis.json";
  const { config } = createRequire(import.meta.url)(`quorum-dev-quickstart/${path}`);
  const besu = (what) => source("quorum-dev-quickstart", `${path} config.${what}`);
  return {
    format: "dpk-network/1",
    name: "private-qbft",
    chainId: config.chainId,
    consensus: "qbft",
    secondsPerBlock: config.qbft.blockperiodseconds,
    sources: {
      chainId: besu("chainId"),
      consensus: besu("qbft"),
      secondsPerBlock: besu("qbft.blockperiodseconds"),
    },
  };
}

let differs = false;
for (const network of [...["mainnet", "sepolia", "hoodi"].map(beaconNetwork), privateNetwork()]) {
  const target = new URL(`${network.name}.json`, OUT);
  const text = JSON.stringify(network, null, 2) + "\n";
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (readFileSync(target, "utf8") !== text) {
    console.error(`${network.name}.json is not what its sources say: npm run generate`);
    differs = true;
  }
}
process.exitCode = differs ? 1 : 0;
