import { words } from "./model";

const TITLES: Record<string, string> = {
  well_run_cop: "Well-run community",
  nasa_spacebook: "NASA Spacebook",
  nasa_spacebook_supported: "NASA Spacebook, supported",
  apollo13: "Apollo 13",
  "fitted/r4ds_slack": "R for Data Science Slack",
  "fitted/tidytuesday": "TidyTuesday",
};

/** What people call a community that files and tables call by a short name. */
export function title(name: string): string {
  if (Object.hasOwn(TITLES, name)) return TITLES[name]!;
  return words(name.replace(/^fitted\//, "").replaceAll("-", " "));
}
