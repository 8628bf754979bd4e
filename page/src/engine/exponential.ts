/**
 * e to the power x as NumPy gives it where it asks the GNU C library on a processor with fused multiplication (most machines;
 * NumPy's own code for AVX-512 may differ in the last bit). JavaScript's own differs there too, and between browsers.
 * The algorithm is that of Szabolcs Nagy (Arm Optimized Routines, 2018): 2^(k/128) from a table, a polynomial for the rest.
 */

/** sign * mantissa * 2^power; the mantissa is a whole number. */
interface Exact {
  mantissa: bigint;
  power: number;
}

const view = new DataView(new ArrayBuffer(8));
const bitsOf = (x: number): bigint => (view.setFloat64(0, x), view.getBigUint64(0));
const ofBits = (bits: bigint): number => (view.setBigUint64(0, BigInt.asUintN(64, bits)), view.getFloat64(0));
const lengthOf = (x: bigint): number => x.toString(2).length;

function exact(x: number): Exact {
  const bits = bitsOf(x);
  const power = Number((bits >> 52n) & 0x7ffn);
  const part = bits & 0xfffffffffffffn;
  const mantissa = power === 0 ? part : part | (1n << 52n);
  return { mantissa: x < 0 ? -mantissa : mantissa, power: Math.max(1, power) - 1075 };
}

/** The nearest number of 64 bits, halves to the even one; for numbers that are neither huge nor tiny. */
function nearest({ mantissa, power }: Exact): number {
  const size = mantissa < 0n ? -mantissa : mantissa;
  const drop = Math.max(0, lengthOf(size) - 53);
  const kept = size >> BigInt(drop);
  const rest = size - (kept << BigInt(drop));
  const half = drop > 0 ? 1n << BigInt(drop - 1) : 1n;
  const up = rest > half || (rest === half && drop > 0 && (kept & 1n) === 1n);
  const value = Number(up ? kept + 1n : kept) * 2 ** (power + drop);
  return mantissa < 0n ? -value : value;
}

/** a b + c, rounded once. */
export function fused(a: number, b: number, c: number): number {
  const [one, two, three] = [exact(a), exact(b), exact(c)];
  const power = Math.min(one.power + two.power, three.power);
  const product = (one.mantissa * two.mantissa) << BigInt(one.power + two.power - power);
  return nearest({ mantissa: product + (three.mantissa << BigInt(three.power - power)), power });
}

const STEPS = 128;
const PLACES = 200n; // binary places of the table before it is rounded
const ONE = 1n << PLACES;

/** The whole part of a square root, by Newton's method. */
function root(x: bigint): bigint {
  let guess = 1n << BigInt((lengthOf(x) + 1) >> 1);
  for (let next = (guess + x / guess) >> 1n; next < guess; next = (guess + x / guess) >> 1n) guess = next;
  return guess;
}

/** 2^(k/128) for k = 0..127, rounded, and what the rounding left, relative to it. */
function table(): { whole: bigint; tail: number }[] {
  let step = 2n * ONE;
  for (let k = 1; k < STEPS; k *= 2) step = root(step << PLACES);
  let power = ONE;
  return Array.from({ length: STEPS }, () => {
    const rounded = nearest({ mantissa: power, power: -Number(PLACES) });
    const { mantissa, power: places } = exact(rounded);
    const back = mantissa << (PLACES + BigInt(places));
    const tail = nearest({ mantissa: ((power - back) << PLACES) / back, power: -Number(PLACES) });
    power = (power * step) >> PLACES;
    return { whole: bitsOf(rounded), tail };
  });
}

let steps: { whole: bigint; tail: number }[] | undefined;

const SHIFT = 6755399441055744; // 1.5 * 2^52: adding it rounds to a whole number
const INVERSE = 1.4426950408889634 * STEPS; // 128 / ln 2
const HIGH = -0.005415212348111709; // -ln 2 / 128, its first bits
const LOW = -1.2864023111638346e-14; // and the rest
const C2 = 0.49999999999996786;
const C3 = 0.16666666666665886;
const C4 = 0.0416666808410674;
const C5 = 0.008333335853059549;
const NOTHING = -100; // e^-100 added to 1 changes nothing

/** e^x for x up to 0; 0 below -100. */
export function exponential(x: number): number {
  if (x < NOTHING) return 0;
  steps ??= table();
  const shifted = fused(INVERSE, x, SHIFT);
  const k = shifted - SHIFT;
  const r = fused(k, LOW, fused(k, HIGH, x));
  const { whole, tail } = steps[((k % STEPS) + STEPS) % STEPS]!;
  const scale = ofBits(whole + (BigInt(Math.floor(k / STEPS)) << 52n));
  const square = r * r;
  const low = fused(square, fused(r, C3, C2), tail + r);
  return fused(scale, fused(square * square, fused(r, C5, C4), low), scale);
}
