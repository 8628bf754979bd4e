import { saveFile } from "./chart/save";
import type { Scenario } from "./model";
import { choose, say } from "./state";
import { Refused } from "./values";
import { scenarioFromYaml, yamlOf } from "./yaml_file";

const LARGEST = 2_000_000;

/** Load a community from a file that somebody chose or dropped; what is wrong with it is told in one line. */
export async function openFile(file: File): Promise<void> {
  try {
    if (file.size > LARGEST) throw new Refused("the file is larger than 1 MB; a community is a page of text");
    choose(scenarioFromYaml(await file.text()));
    say(`Opened ${file.name.slice(0, 60)}.`);
  } catch (fault) {
    say(`${file.name.slice(0, 60)} was not opened: ${fault instanceof Refused ? fault.message : "it cannot be read"}`);
  }
}

export function saveScenario(scenario: Scenario): void {
  const name = scenario.name.replaceAll(/[^A-Za-z0-9_-]+/g, "_").replaceAll(/^_+|_+$/g, "") || "community";
  saveFile(`${name}.yaml`, new Blob([yamlOf(scenario)], { type: "application/yaml" }));
  say(`Saved ${name}.yaml. On the command line, “community run ./${name}.yaml” gives the same runs.`);
}

/** Files dropped anywhere on the page are opened. */
export function followDrops(): void {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void openFile(file);
  });
}
