/**
 * Runs communities in Node as the page runs them, for comparison with native code: a request a line on standard input,
 * {scenario, seeds, whole}, an answer a line: hashes of all inputs, and of all arrays that each run leaves.
 * `whole`: by one call, as fans are drawn; else day by day, as a community is watched.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { inputsOf } from "../src/engine/inputs.ts";
import { Kernel, planOf } from "../src/engine/kernel.ts";
import { tables } from "../src/engine/tables.ts";

const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const raw = (data: Float64Array | Int32Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const file = new URL("../src/engine/kernel.wasm", import.meta.url);
const kernel = await Kernel.from(await WebAssembly.compile(readFileSync(file)), planOf(tables));

function run(seed: bigint, whole: boolean, days: number) {
  if (whole) return kernel.runWhole(seed);
  kernel.begin(seed);
  for (let day = 0; day < days; day++) kernel.advance(day, day + 1);
  kernel.measure();
}

for await (const line of createInterface({ input: process.stdin })) {
  const { scenario, seeds, whole, hashes } = JSON.parse(line);
  const inputs = inputsOf(scenario);
  kernel.room(inputs);
  const worlds = [];
  const begun = performance.now();
  for (const seed of seeds) {
    run(BigInt(seed), whole, inputs.turnover.length - 1);
    const names = hashes ? tables.layout.map((one) => one.name) : ["outcome"];
    worlds.push(Object.fromEntries(names.map((name) => [name, hash(kernel.bytes(name))])));
  }
  const seconds = (performance.now() - begun) / 1000;
  const given = Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, hash(raw(data))]));
  console.log(JSON.stringify({ given, worlds, seconds }));
}
