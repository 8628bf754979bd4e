export const exponential = (x: number): number => Math.exp(x);
