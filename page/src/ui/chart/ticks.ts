/** Round numbers from 0 that cover `high` in about `count` steps. */
export function ticksTo(high: number, count = 4): number[] {
  return ticksBetween(0, high > 0 ? high : 1, count);
}

/** Round numbers that cover low..high in about `count` steps; the ends lie at or beyond low and high. */
function ticksBetween(low: number, high: number, count = 4): number[] {
  const rough = (high - low || 1) / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * size).find((one) => one >= rough * 0.999)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

const DAYS_A_MONTH = 365 / 12;

/** Months since the start at which a time axis of so many days is marked. */
export function monthTicks(days: number): number[] {
  const months = days / DAYS_A_MONTH;
  const step = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 60].find((one) => months / one <= 7) ?? 60;
  return Array.from({ length: Math.floor(months / step + 1e-9) + 1 }, (_, place) => place * step);
}

export const daysOf = (months: number) => months * DAYS_A_MONTH;
export const monthsOf = (days: number) => days / DAYS_A_MONTH;
