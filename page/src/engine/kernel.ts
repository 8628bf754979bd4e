/** The kernel in WebAssembly, and the world that it lives in: arrays in the module's memory, laid out as the tables say. */
import type { Inputs } from "./inputs.ts";
import type { ArrayLayout, Kind, Sum, Tables } from "./tables.ts";

interface Doors {
  memory: WebAssembly.Memory;
  take(bytes: number): number;
  mark(): number;
  release(mark: number): void;
  begin(world: number, seed: bigint): number;
  advance(world: number, from: number, until: number): number;
  measure(world: number): number;
  redate(world: number): number;
  run_whole(world: number, seed: bigint): number;
}

interface Place {
  layout: ArrayLayout;
  at: number;
  count: number;
}

/** What a kernel knows of the tables: enough to lay a world out. */
export interface Plan {
  layout: ArrayLayout[];
  /** Arrays that the scenario gives, with the names that Inputs has for them. */
  given: Record<string, string>;
  /** Names of settings, in order. */
  settings: string[];
}

export const planOf = (tables: Tables): Plan => ({
  layout: tables.layout,
  given: tables.given,
  settings: Object.keys(tables.settings),
});

const MOST_BYTES = 2 ** 31;
const LINE = 64;

/** The sizes that shape a world; two inputs that share them use the same memory. */
export interface Sizes {
  seats: number;
  days: number;
  half: number;
  feed: number;
}

export function sizesOf(inputs: Inputs, plan: Plan): Sizes {
  const of = (name: string) => Math.trunc(inputs.settings[plan.settings.indexOf(name)]!);
  const seats = of("seats");
  const half = of("network") === 1 ? of("team_size") : Math.max(1, Math.floor(of("mean_degree") / 2));
  const feed = 2 ** Math.min(18, Math.max(8, 32 - Math.clz32(seats - 1)));
  return { seats, days: inputs.turnover.length - 1, half, feed };
}

function lengthOf(sum: Sum, { seats, days, half, feed }: Sizes): number {
  const terms: Record<string, number> = { one: 1, seats, days, weeks: Math.floor(days / 7), half, pairs: seats * half, feed };
  return Object.entries(sum).reduce((total, [term, times]) => total + times * terms[term]!, 0);
}

/** Lengths of every array of a world in each dimension, in order. */
function shapesOf(inputs: Inputs, plan: Plan, events: number): number[][] {
  const sizes = sizesOf(inputs, plan);
  return plan.layout.map(({ name, size, shape }) => {
    const field = plan.given[name];
    if (field) return [inputs[field as keyof Inputs].byteLength / size];
    return name === "events" ? [events] : shape!.map((sum) => lengthOf(sum, sizes));
  });
}

const product = (numbers: number[], first = 1): number => numbers.reduce((all, one) => all * one, first);

/** Bytes of memory that a world takes. */
export function bytesOf(inputs: Inputs, plan: Plan, events = 0): number {
  const shapes = shapesOf(inputs, plan, events);
  return plan.layout.reduce((sum, { size }, index) => sum + product(shapes[index]!, size) + LINE, 0);
}

/** One module with one world in it; the world is laid out anew where inputs of another shape come. */
export class Kernel {
  private places = new Map<string, Place>();
  private shape = "";
  private table = 0;
  private readonly base: number;
  private readonly doors: Doors;
  private readonly plan: Plan;

  constructor(instance: WebAssembly.Instance, plan: Plan) {
    this.doors = instance.exports as unknown as Doors;
    this.plan = plan;
    this.base = this.doors.mark();
  }

  static async from(module: WebAssembly.Module, plan: Plan): Promise<Kernel> {
    return new Kernel(await WebAssembly.instantiate(module, {}), plan);
  }

  /** Make room for a world of these inputs, empty but for them; `events` is how many events it notes at most. */
  room(inputs: Inputs, events = 0): void {
    const shapes = shapesOf(inputs, this.plan, events);
    if (JSON.stringify(shapes) !== this.shape) this.lay(shapes, bytesOf(inputs, this.plan, events));
    const memory = new Uint8Array(this.doors.memory.buffer);
    for (const { layout, at, count } of this.places.values()) {
      const data = inputs[this.plan.given[layout.name] as keyof Inputs];
      if (data) memory.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
      else memory.fill(0, at, at + count * layout.size);
    }
  }

  private lay(shapes: number[][], bytes: number): void {
    this.shape = "";
    this.doors.release(this.base);
    const take = (size: number) => {
      const at = bytes > MOST_BYTES ? 0 : this.doors.take(size) >>> 0;
      if (at !== 0) return at;
      const millions = Math.ceil(bytes / 2 ** 20).toLocaleString("en");
      throw new RangeError(`this community takes ${millions} MB of memory, more than a page can have; give it fewer seats or days`);
    };
    const words: number[] = [];
    this.plan.layout.forEach((layout, index) => {
      const shape = shapes[index]!;
      const count = product(shape);
      const at = take(count * layout.size);
      const strides = shape.map((_, axis) => product(shape.slice(axis + 1), layout.size));
      words.push(0, 0, count, layout.size, at, ...shape, ...strides);
      this.places.set(layout.name, { layout, at, count });
    });
    this.table = take(8 * words.length);
    new BigInt64Array(this.doors.memory.buffer, this.table, words.length).set(words.map(BigInt));
    this.shape = JSON.stringify(shapes);
  }

  private done(status: number): void {
    if (status !== 0) throw new Error(`the kernel stopped with error ${status}; please report the community that led to it`);
  }

  runWhole(seed: number | bigint): void {
    this.done(this.doors.run_whole(this.table, BigInt(seed)));
  }

  begin(seed: number | bigint): void {
    this.done(this.doors.begin(this.table, BigInt(seed)));
  }

  /** Days `from` up to, not including, `until`. */
  advance(from: number, until: number): void {
    this.done(this.doors.advance(this.table, from, until));
  }

  measure(): void {
    this.done(this.doors.measure(this.table));
  }

  /** Number of elements or records of an array. */
  count(name: string): number {
    return this.places.get(name)!.count;
  }

  /** An array as it lies in memory: good until the kernel is given other inputs. */
  view(name: string): Float64Array | Int32Array | BigInt64Array | Uint8Array {
    const { layout, at, count } = this.places.get(name)!;
    return viewed(layout.number ?? "i1", this.doors.memory.buffer, at, layout.number ? count : count * layout.size);
  }

  /** An array of records that hold nothing but numbers of 64 bits, copied. */
  numbers(name: string): Float64Array {
    const { layout, at, count } = this.places.get(name)!;
    return new Float64Array(this.doors.memory.buffer, at, (count * layout.size) / 8).slice();
  }

  /** Names of the fields of an array of records. */
  fieldNames(name: string): string[] {
    return Object.keys(this.places.get(name)!.layout.fields!);
  }

  /** One field of the first `count` records of an array, copied. */
  field(name: string, field: string, count = this.count(name)): Float64Array | Int32Array {
    const { layout, at } = this.places.get(name)!;
    const [kind, offset] = layout.fields![field]!;
    const width = Number(kind.slice(1));
    const all = viewed(kind, this.doors.memory.buffer, at + offset, Math.max(0, (count * layout.size - offset) / width));
    const step = layout.size / width;
    const copy = kind === "i4" || kind === "i1" ? new Int32Array(count) : new Float64Array(count);
    for (let k = 0; k < count; k++) copy[k] = Number(all[k * step]);
    return copy;
  }

  /** Every field of an array of records, copied. */
  fields(name: string, count = this.count(name)): Record<string, Float64Array | Int32Array> {
    const all = Object.keys(this.places.get(name)!.layout.fields!);
    return Object.fromEntries(all.map((field) => [field, this.field(name, field, count)]));
  }

  /** Set one field of an array's first record. */
  set(name: string, field: string, value: number): void {
    const { layout, at } = this.places.get(name)!;
    const [kind, offset] = layout.fields![field]!;
    const one = viewed(kind, this.doors.memory.buffer, at + offset, 1);
    if (one instanceof BigInt64Array) one[0] = BigInt(value);
    else one[0] = value;
  }

  /** The bytes of an array, copied. */
  bytes(name: string): Uint8Array {
    const { layout, at, count } = this.places.get(name)!;
    return new Uint8Array(this.doors.memory.buffer, at, count * layout.size).slice();
  }
}

function viewed(kind: Kind, buffer: ArrayBufferLike, at: number, count: number) {
  const whole = Math.floor(count);
  if (kind === "f8") return new Float64Array(buffer, at, whole);
  if (kind === "i4") return new Int32Array(buffer, at, whole);
  if (kind === "i1") return new Uint8Array(buffer, at, whole);
  return new BigInt64Array(buffer, at, whole);
}
