import { useEffect, useState } from "preact/hooks";

/** Colours of charts; Okabe and Ito's palette, lighter where the ground is dark. */
export interface Colours {
  paper: string;
  ink: string;
  quiet: string;
  line: string;
  now: string;
  kept: string;
  bet: string;
  fates: readonly string[];
  roles: readonly string[];
  sides: readonly string[];
}

const LIGHT: Colours = {
  paper: "#ffffff",
  ink: "#1c1f24",
  quiet: "#565c66",
  line: "#d5d9df",
  now: "#0072b2",
  kept: "#d55e00",
  bet: "#a5477f",
  fates: ["#8b9099", "#4a4f58", "#d98e00", "#56b4e9", "#009e73"],
  roles: ["#e69f00", "#56b4e9", "#0072b2", "#d55e00"],
  sides: ["#d55e00", "#0072b2"],
};

const DARK: Colours = {
  paper: "#15181c",
  ink: "#eceef1",
  quiet: "#aeb5bf",
  line: "#3d444d",
  now: "#56b4e9",
  kept: "#f0a35e",
  bet: "#e29bc6",
  fates: ["#7d848f", "#b8bec7", "#e69f00", "#4ea6db", "#1fc193"],
  roles: ["#e69f00", "#9bd4f5", "#3f9fdc", "#f08a4b"],
  sides: ["#f0a35e", "#56b4e9"],
};

export type Theme = "system" | "light" | "dark";

export const coloursOf = (dark: boolean): Colours => (dark ? DARK : LIGHT);

const wishesDark = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now, by the switch or else by the system's wish. */
export function useDark(theme: Theme): boolean {
  const [system, setSystem] = useState(() => wishesDark().matches);
  useEffect(() => {
    const query = wishesDark();
    const follow = () => setSystem(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return theme === "system" ? system : theme === "dark";
}
