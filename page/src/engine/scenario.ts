/** A community in the words of sim/inputs.py; numbers only, everything not said stands at its default. */

/** From `from_day` up to (not including) `until_day`, these dials and levers hold. */
export interface Change {
  from_day: number;
  until_day: number | null;
  dials: Record<string, number>;
  levers: Record<string, number>;
  /** Levers raised to a value where they do not stand there already. */
  at_least: Record<string, number>;
  /** Levers lowered to a value. */
  at_most: Record<string, number>;
  /** What fails (true), or fails no longer (false), in that time. */
  failures?: Record<string, boolean>;
  /** Days over which levers go, in steps of a week, to what the change gives them; 0 for at once. */
  ramp_days: number;
  /** It is meant to lie over what earlier changes set. */
  over?: boolean;
}

/** A change that the community's own course calls for: it holds while `series` has been beyond `threshold` for `weeks` weeks. */
export interface Reaction {
  /** One of `tables.reaction_series`. */
  series: string;
  threshold: number;
  above: boolean;
  weeks: number;
  /** How long it holds; null for to the end. */
  hold_weeks: number | null;
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
  /** Date of day 0, as 2027-01-04; empty where it is not known. */
  starts?: string;
  settings: Record<string, number>;
  dials: Record<string, number>;
  levers: Record<string, number>;
  theory: Record<string, number>;
  failures: Record<string, boolean>;
  plan: Change[];
  reactions: Reaction[];
  shocks: Shock[];
  awards: Award[];
  arrivals: number[];
}
