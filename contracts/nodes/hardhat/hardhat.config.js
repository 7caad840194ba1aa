import path from "node:path";

// what it writes belongs to the run, not to the source tree
const folder = process.env.DPK_NODE_FOLDER;

export default {
  networks: { node: { type: "edr-simulated", chainType: "l1", chainId: 31337 } },
  paths: { artifacts: path.join(folder, "artifacts"), cache: path.join(folder, "cache") },
};
