/** axe-core finds no serious fault in any view, light or dark. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open, runsDone } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const VIEWS = { light: ["happens", "compare", "people", "stall", "map", "trust"], dark: ["happens", "people"] };

for (const [colorScheme, views] of Object.entries(VIEWS)) {
  test(`no serious fault in any view, ${colorScheme}`, async () => {
    const { page, context } = await open(browser, { colorScheme, reducedMotion: "reduce", bypassCSP: true });
    await runsDone(page);
    await page.getByRole("button", { name: "Keep to compare" }).click();
    await page.getByRole("switch", { name: "Work pressure" }).check();
    await page.getByLabel("Add a change to the timeline").selectOption("levers.content_novelty");
    await page.evaluate(AXE);
    const found = [];
    for (const view of views) {
      await page.locator(`#tab-${view}`).click();
      await page.locator("#view figure, #view canvas, .trust").first().waitFor();
      const { violations } = await page.evaluate((part) => globalThis.axe.run(part, { resultTypes: ["violations"] }), view === views[0] ? "body" : "main");
      for (const one of violations.filter(({ impact }) => ["serious", "critical"].includes(impact))) {
        found.push(`${view}: ${one.id}: ${one.nodes.map((node) => `${node.html} (${node.any[0]?.message ?? ""})`).slice(0, 3).join(" | ")}`);
      }
    }
    assert.deepEqual(found, []);
    await page.evaluate(() => document.querySelector("#community").labels[0].remove());
    const { violations } = await page.evaluate(() => globalThis.axe.run(".community"));
    assert.ok(violations.some(({ id }) => id === "select-name"), "axe sees a fault where there is one");
    await context.close();
  });
}
