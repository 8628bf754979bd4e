import { isAlias, isCollection, isScalar, parseDocument, stringify, visit } from "yaml";
import type { Scenario } from "./model";
import { plainOf } from "./plain_data";
import { scenarioFrom } from "./reader";
import { Refused } from "./values";

const MOST_LETTERS = 1_000_000;
const MOST_LINES = 20_000;
const MOST_DEPTH = 12;

/** A community from the text of a YAML file: plain values only, bounded in size and depth; nothing in it can execute. */
export function scenarioFromYaml(text: string): Scenario {
  if (text.length > MOST_LETTERS) throw new Refused("the file is larger than 1 MB; a community is a page of text");
  const lines = text.split("\n").length;
  if (lines > MOST_LINES) throw new Refused(`the file has ${lines.toLocaleString("en")} lines, more than ${MOST_LINES.toLocaleString("en")}; a community is a page of text`);
  const document = parseDocument(text, { uniqueKeys: true, version: "1.2", logLevel: "silent" });
  const [fault] = document.errors;
  if (fault !== undefined) throw new Refused(`the file is not YAML: ${fault.message.split("\n")[0]!.replace(/:$/, "").slice(0, 160)}`);
  refuseWhatIsNotPlain(document);
  const data: unknown = document.toJS({ maxAliasCount: 0 });
  if (data === null) throw new Refused("the file is empty; Save writes one to start from");
  return scenarioFrom(data);
}

function refuseWhatIsNotPlain(document: ReturnType<typeof parseDocument>): void {
  visit(document, (_, node, path) => {
    if (isAlias(node) || ((isScalar(node) || isCollection(node)) && node.anchor !== undefined)) {
      throw new Refused("the file uses an alias (& or *); write the values out");
    }
    if ((isScalar(node) || isCollection(node)) && node.tag !== undefined) throw new Refused("the file uses a tag (!); plain values only");
    if (path.length > 2 * MOST_DEPTH) throw new Refused(`the file is nested deeper than ${MOST_DEPTH} levels; a community has four`);
  });
}

/** The file that `community run ./file.yaml` runs to the same numbers. */
export function yamlOf(scenario: Scenario): string {
  return stringify(plainOf(scenario), { version: "1.1", lineWidth: 120 });
}
