/** Quantiles of finite values by linear interpolation; NaN where there are none. */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(Array.prototype.filter.call(values, Number.isFinite) as number[]).sort();
  return shares.map((share) => {
    if (sorted.length === 0) return NaN;
    const at = share * (sorted.length - 1);
    const low = Math.floor(at);
    const first = sorted[low]!;
    return first + (sorted[Math.min(low + 1, sorted.length - 1)]! - first) * (at - low);
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export interface Interval {
  value: number;
  low: number;
  high: number;
}

const Z = 1.959963984540054;

/** A share with Wilson's 95 % interval. */
export function wilson(successes: number, trials: number): Interval {
  const share = successes / trials;
  const centre = (share + (Z * Z) / (2 * trials)) / (1 + (Z * Z) / trials);
  const half = (Z / (1 + (Z * Z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials));
  return { value: share, low: Math.max(0, Math.min(share, centre - half)), high: Math.min(1, Math.max(share, centre + half)) };
}

/** Standard errors by which the observed difference of paired shares exceeds a supposed one (Tango). */
function tango(gained: number, lost: number, runs: number, difference: number): number {
  const linear = (2 * runs - gained + lost) * difference - gained - lost;
  const constant = -lost * difference * (1 - difference);
  const onlyLost = (Math.sqrt(Math.max(0, linear * linear - 8 * runs * constant)) - linear) / (4 * runs);
  const variance = runs * Math.max(0, 2 * onlyLost + difference * (1 - difference));
  const excess = gained - lost - runs * difference;
  if (variance > 0) return excess / Math.sqrt(variance);
  return excess === 0 ? 0 : Math.sign(excess) * Infinity;
}

/** Where a falling function crosses zero, by bisection; the nearer end where it does not. */
function crossing(of: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  if (of(low) * of(high) > 0) return Math.abs(of(low)) < Math.abs(of(high)) ? low : high;
  const falling = of(low) > 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of(middle) > 0 === falling) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

interface Paired extends Interval {
  gained: number;
  lost: number;
}

/** Difference of two shares on the same seeds with Tango's 95 % interval, and how many runs changed sides. */
export function pairedShares(before: readonly boolean[], after: readonly boolean[]): Paired {
  const runs = before.length;
  const gained = before.filter((was, run) => !was && after[run]).length;
  const lost = before.filter((was, run) => was && !after[run]).length;
  const value = (gained - lost) / runs;
  const clipped = (difference: number) => Math.max(-1e9, Math.min(1e9, tango(gained, lost, runs, difference)));
  const edge = 1 - 1e-12;
  const low = value > -1 ? crossing((at) => clipped(at) - Z, -edge, value) : -1;
  const high = value < 1 ? crossing((at) => clipped(at) + Z, value, edge) : 1;
  return { value, low, high, gained, lost };
}

/** Mean of paired differences with a 95 % interval from whole pairs drawn anew, the same each time. */
export function bootstrapMean(values: readonly number[], draws = 1000): Interval {
  const value = mean(values);
  if (values.length < 2) return { value, low: NaN, high: NaN };
  const means = new Float64Array(draws);
  let state = 2463534242;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let count = 0; count < values.length; count++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += values[(state >>> 0) % values.length]!;
    }
    means[draw] = sum / values.length;
  }
  const [low, high] = quantiles(means, [0.025, 0.975]);
  return { value, low: low!, high: high! };
}
