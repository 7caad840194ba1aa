// What a dependency of Lodestar takes from Node 22, for Node 20.
Promise.withResolvers ??= function () {
  const parts = {};
  parts.promise = new this((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
Array.fromAsync ??= async (items, map = (item) => item) => {
  const all = [];
  for await (const item of items) all.push(await map(item, all.length));
  return all;
};
