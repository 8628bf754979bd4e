/** How quick the built page is in Chromium here: `node tests/pace.mjs` prints a table for docs/page.md. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { launch, open, packed, PAGE_ADDRESS, runsDone } from "./browser.mjs";

const OPENINGS = 7;
const CHANGES = 15;
const SECONDS = 4;
const told = { story: "For measuring.", source: "No real one." };
const dials = Object.fromEntries(["cause", "culture", "conditions", "cadence", "content", "contribution", "credit"].map((dial) => [dial, 0.5]));
const link = (base, tab = "happens") => packed({ scenario: base, base, series: ["contributors", "motivation"], tab });
const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;

async function opening(browser) {
  const { page, context } = await open(browser, { fragment: "" });
  const drawn = await page.evaluate(
    () =>
      new Promise((done) => {
        const look = () => (document.querySelector(".fans svg") ? done(performance.now()) : requestAnimationFrame(look));
        look();
      }),
  );
  await context.close();
  return drawn;
}

/** Milliseconds from moving a dial to the first fan and to the fan of 200 runs, again and again. */
async function changes(browser) {
  const base = { ...told, name: "two hundred", settings: { seats: 200, days: 365 }, dials };
  const { page, context } = await open(browser, { fragment: link(base) });
  await runsDone(page, 200);
  const found = await page.evaluate(async (count) => {
    const runs = () => Number(/Over (\d+) runs/.exec(document.querySelector(".first .note")?.textContent ?? "")?.[1] ?? 0);
    const when = (test) =>
      new Promise((done) => {
        const watcher = new MutationObserver(() => {
          if (!test()) return;
          watcher.disconnect();
          requestAnimationFrame(() => done(performance.now()));
        });
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
    const input = document.querySelector(".lever[data-name=cause] input");
    const times = [];
    for (let change = 0; change < count; change++) {
      const begun = performance.now();
      const first = when(() => runs() === 30);
      input.value = String((change % 10) / 10 + 0.05);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const drawn = (await first) - begun;
      await when(() => runs() === 200);
      times.push([drawn, performance.now() - begun]);
    }
    return times;
  }, CHANGES);
  await context.close();
  return found;
}

/** Pictures and days a second of the network, with every one of 300 seats a founder. */
async function network(browser, speed) {
  const base = { ...told, name: "three hundred", settings: { seats: 300, founders: 300 }, dials };
  const { page, context } = await open(browser, { fragment: link(base, "people") });
  await page.waitForFunction(() => /^200 runs of/.test(document.querySelector(".status-line").textContent), null, { timeout: 120_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator(".seek input").focus();
  await page.keyboard.press("Home");
  await page.getByLabel("Speed").selectOption(String(speed));
  await page.getByRole("button", { name: "Play" }).click();
  const found = await page.evaluate(
    (length) =>
      new Promise((done) => {
        const day = () => Number(document.querySelector(".seek input").value);
        const [begun, first] = [performance.now(), day()];
        let frames = 0;
        const count = (now) => {
          frames++;
          const passed = (now - begun) / 1000;
          if (passed > length) done({ frames: frames / passed, days: (day() - first) / passed });
          else requestAnimationFrame(count);
        };
        requestAnimationFrame(count);
      }),
    SECONDS,
  );
  await context.close();
  return found;
}

const browser = await launch();
const openings = [];
for (let round = 0; round < OPENINGS; round++) openings.push(await opening(browser));
const times = await changes(browser);
const played = await network(browser, 30);
const rows = [
  ["size of the page", `${Math.round(statSync(fileURLToPath(PAGE_ADDRESS)).size / 1000)} kB`],
  ["opening to the first picture (30 runs, 120 seats, two years)", seconds(median(openings))],
  ["dial moved to the first fan (30 runs, 200 seats, one year)", seconds(median(times.map(([first]) => first)))],
  ["dial moved to the fan of 200 runs", seconds(median(times.map(([, all]) => all)))],
  ["network of 300 members, pictures a second", played.frames.toFixed(0)],
  ["the same, days a second (30 asked for)", played.days.toFixed(0)],
];
console.log(`| measured in Chromium on ${availableParallelism()} cores | median |\n|---|---|`);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
await browser.close();
