/** One of the page's workers: it holds a kernel and does runs as it is told, one a message. */
import type { Inputs } from "./inputs.ts";
import { Kernel, type Plan } from "./kernel.ts";

export type Order =
  | { kind: "start"; module: WebAssembly.Module; plan: Plan }
  | { kind: "run"; id: number; inputs?: Inputs; seed: number };

export interface Report {
  id: number;
  error?: string;
  outcomes?: Float64Array;
  daily?: Record<string, Int32Array>;
  weekly?: Record<string, Float64Array>;
  seconds?: number;
}

let kernel: Promise<Kernel> | undefined;

async function run(order: Order & { kind: "run" }): Promise<Report> {
  const own = await kernel!;
  if (order.inputs) own.room(order.inputs);
  const begun = performance.now();
  own.runWhole(order.seed);
  return {
    id: order.id,
    outcomes: own.numbers("outcome"),
    daily: own.fields("daily") as Record<string, Int32Array>,
    weekly: own.fields("weekly") as Record<string, Float64Array>,
    seconds: (performance.now() - begun) / 1000,
  };
}

self.onmessage = async ({ data: order }: MessageEvent<Order>) => {
  if (order.kind === "start") {
    kernel = Kernel.from(order.module, order.plan);
    return;
  }
  try {
    const report = await run(order);
    const buffers = [report.outcomes!, ...Object.values(report.daily!), ...Object.values(report.weekly!)].map((one) => one.buffer);
    self.postMessage(report, { transfer: buffers });
  } catch (error) {
    self.postMessage({ id: order.id, error: error instanceof Error ? error.message : String(error) } satisfies Report);
  }
};
