import { plain } from "./scenario";

export type Persons = Record<string, ArrayLike<number>>;

export const ROLES = ["newcomer", "observer", "contributor", "community leader"];
export const WAITING = 0;
export const PRESENT = 1;
export const DORMANT = 2;
export const LEFT = 3;

const times = (count: number) => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);
export const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** What may be told of one member on the evening of a day, a sentence each. */
export function storyOf(persons: Persons, seat: number, day: number): string[] {
  const of = (name: string) => persons[name]![seat]!;
  const status = of("status");
  if (status === WAITING) return ["Has not joined yet."];
  const role = ROLES[of("role")] ?? ROLES[0]!;
  const manager = of("manager") === 1 ? "A manager and " : "";
  const who = `${manager}${manager === "" ? capital(role) : role} in team ${of("team") + 1}; ${of("joined") < 0 ? "here from the start" : `joined on day ${of("joined")}`}.`;
  const came = of("visits");
  const visits = came === 0 ? "Has never come." : `Has come on ${many(came, "day", "days")}, last ${ago(day - of("last_visit"))}.`;
  return [who, visits, deeds(of), feelings(of), fate(status, of, day)].filter((line) => line !== "");
}

function deeds(of: (name: string) => number): string {
  const answers = of("answers");
  const posts = of("posts") - answers;
  const parts = [
    posts > 0 ? `asked or showed work ${times(posts)}` : "",
    answers > 0 ? `answered ${times(answers)}` : "",
    of("attendances") > 0 ? `attended ${many(of("attendances"), "event", "events")}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Has said nothing yet." : `Has ${parts.join(", ")}.`;
}

const degree = (value: number) => (value < 0.2 ? "very low" : value < 0.4 ? "low" : value < 0.6 ? "middling" : value < 0.8 ? "high" : "very high");

function feelings(of: (name: string) => number): string {
  const said = ["motivation", "safety", "strain", "habit"].map((name) => `${name} ${degree(of(name))} (${plain(of(name))})`);
  return `${capital(said.join(", "))}.`;
}

function fate(status: number, of: (name: string) => number, day: number): string {
  if (status === LEFT) return "Has left.";
  if (status === DORMANT) return `Has fallen silent: not seen for ${day - of("last_visit")} days.`;
  if (of("quiet") === 2) return "Has moved on for good, and only reads.";
  if (of("quiet") === 1) return "Reads on without contributing for now.";
  return of("cue") >= 1 ? "Something waits for an answer or a look." : "";
}

function ago(days: number): string {
  if (days <= 0) return "today";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
