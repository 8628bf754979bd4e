/** A community in the words of sim/inputs.py; numbers only, everything not said stands at its default. */

/** From `from_day` up to (not including) `until_day`, these dials and levers hold. */
export interface Change {
  from_day: number;
  until_day: number | null;
  dials: Record<string, number>;
  levers: Record<string, number>;
}

/** A burst of attention: from `day` on, times 1 + size, fading to 37 % in `days`. */
export interface Shock {
  day: number;
  size: number;
  days: number;
}

/** Awards on one day, to a share of those whom the rule names; rules stand in `tables.award_rules`. */
export interface Award {
  day: number;
  rule: string;
  share: number;
}

export interface Scenario {
  name: string;
  story: string;
  source: string;
  settings: Record<string, number>;
  dials: Record<string, number>;
  levers: Record<string, number>;
  theory: Record<string, number>;
  failures: Record<string, boolean>;
  plan: Change[];
  shocks: Shock[];
  awards: Award[];
  arrivals: number[];
}
