/** What goes in and out of the page: files and links, good and bad. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { downloaded, launch, open, packed, PAGE_ADDRESS, runsDone } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const opener = (page) => page.getByLabel("Open a community's YAML file");
const yaml = (text) => ({ name: "ours.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
/** Wait until the page says so. */
const says = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".message span")?.textContent ?? ""), pattern.source);
const message = (page) => page.locator(".message span").textContent();

test("a community saved is opened again with all that was changed; what the page showed is written beside it", async () => {
  const { page, context, faults } = await open(browser);
  await page.getByRole("switch", { name: "Work pressure" }).check();
  await page.locator(".lever[data-name=culture] input").focus();
  await page.keyboard.press("ArrowLeft");
  await page.getByLabel("Add a change to the timeline").selectOption("levers.sponsor_present");
  await runsDone(page, 30);
  const saved = await downloaded(page, () => page.getByRole("button", { name: "Save", exact: true }).click());
  const fates = await downloaded(page, () => page.locator(".first figure").first().getByRole("button", { name: "CSV" }).click());
  assert.equal(saved.name, "small.yaml");
  assert.match(String(saved.content), /culture: 0.65/);
  assert.match(String(saved.content), /Changed: Culture 0.65; Work pressure; Sponsor present: no for a time/);
  assert.match(String(saved.content), /sponsor_present: false/);
  await opener(page).setInputFiles({ name: "again.yaml", mimeType: "application/yaml", buffer: saved.content });
  await says(page, /^Opened again.yaml/);
  assert.equal(await page.getByRole("switch", { name: "Work pressure" }).isChecked(), true);
  assert.equal(await page.locator(".bar").count(), 1);
  assert.match(await page.locator(".changes").textContent(), /As the community is/);
  const again = await downloaded(page, () => page.getByRole("button", { name: "Save", exact: true }).click());
  assert.equal(String(again.content), String(saved.content));
  if (process.env.SAVED_INTO) {
    writeFileSync(`${process.env.SAVED_INTO}/saved.yaml`, saved.content);
    writeFileSync(`${process.env.SAVED_INTO}/fates.csv`, fates.content);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test("a link holds the whole community and replays the same worlds", async () => {
  const first = await open(browser);
  await first.page.locator("#community").selectOption("apollo13");
  await runsDone(first.page, 30);
  await first.page.getByRole("button", { name: "Keep to compare" }).click();
  await first.page.getByRole("switch", { name: "Inadequate focus" }).check();
  await runsDone(first.page, 30);
  await first.page.getByRole("button", { name: "Share" }).click();
  await first.page.waitForFunction(() => location.hash.length > 20);
  const fragment = await first.page.evaluate(() => location.hash);
  const second = await open(browser, { fragment });
  await runsDone(second.page, 100);
  await runsDone(first.page, 100);
  assert.equal(await second.page.getByRole("switch", { name: "Inadequate focus" }).isChecked(), true);
  assert.match(await second.page.locator(".changes").textContent(), /1 thing differs/);
  assert.equal(await second.page.getByRole("button", { name: "Forget kept" }).count(), 1);
  const finding = (page) => page.locator(".first .finding").first().textContent();
  assert.equal(await finding(second.page), await finding(first.page));
  assert.deepEqual([...first.faults, ...second.faults], []);
  await first.context.close();
  await second.context.close();
});

const whole = {
  story: "Ours.", source: "Ourselves.", settings: { seats: 60, days: 364 }, dials: {}, levers: {}, theory: {}, failures: {},
  plan: [], reactions: [], shocks: [], awards: [], arrivals: [],
};
const TOLD = "name: ours\nstory: Ours.\nsource: Ourselves.\n";
const told = { name: "ours", story: "Ours.", source: "Ourselves." };
const good = { ...told, levers: { demand: 1 } };

test("a broken or hostile link gives one line and leaves the page alive", async () => {
  const hostile = [
    ["#community=%%%", /The link cannot be used/],
    ["#community=AAAA", /damaged/],
    [packed({ scenario: { ...told, name: "<img src=x onerror=alert(1)>", wrong: 1 }, base: good }), /wrong is not a part/],
    [packed({ scenario: { ...told, settings: { seats: 1e7 } }, base: good }), /seats = 10000000 is outside 1\.\.5000000/],
    [packed({ scenario: JSON.parse('{"name":"ours","story":"Ours.","source":"Ourselves.","levers":{"__proto__":1}}'), base: good }), /__proto__ is not a lever/],
    [packed({ scenario: { name: "x".repeat(3_000_000) }, base: good }), /more than a community/],
  ];
  const { page, context, faults } = await open(browser, { fragment: hostile[0][0] });
  for (const [fragment, line] of hostile) {
    await page.evaluate((wanted) => (location.hash = wanted), fragment);
    await says(page, line);
    assert.equal((await message(page)).split("\n").length, 1);
  }
  assert.equal(await page.locator(".message img").count(), 0);
  await page.getByRole("switch", { name: "Work pressure" }).check();
  assert.match(await page.locator(".changes").textContent(), /1 thing differs/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a name that is markup is shown as text", async () => {
  const { page, context, faults } = await open(browser);
  await opener(page).setInputFiles(yaml("name: <img src=x onerror=alert(1)>\nstory: <script>alert(2)</script>\nsource: ours\n"));
  await says(page, /^Opened ours.yaml/);
  assert.match(await page.locator(".story").textContent(), /<script>alert\(2\)<\/script>/);
  assert.equal(await page.locator("aside img, aside script").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("files that are no community are refused in one line each", async () => {
  const { page, context, faults } = await open(browser);
  const bad = [
    ["name: &a ours\nstory: *a\n", /alias/],
    ["name: !!js/function 'alert(1)'\n", /tag|YAML/],
    ["name: ours\nname: theirs\n", /not YAML/],
    ["a:\n".repeat(1_000_000), /larger than 1 MB|lines/],
    ["- one\n- two\n", /not a mapping/],
    [`${TOLD}settings: {seats: 10000000}\n`, /outside 1\.\.5000000/],
    [`${TOLD}levers: {demnd: 1}\n`, /did you mean levers\.demand/],
    [`${TOLD}dials: {cause: 7}\n`, /low, middle, high or a number in 0\.\.1/],
    [`${TOLD}plan: [{from_day: 9000, levers: {demand: 1}}]\n`, /beyond the last day/],
    ["name: ours\nstory: ours\n", /source is missing; say in plain words where the numbers come from/],
    ["", /empty/],
  ];
  for (const [text, line] of bad) {
    await opener(page).setInputFiles(yaml(text));
    await says(page, line);
    assert.match(await message(page), /^ours\.yaml was not opened: /);
  }
  assert.equal(await page.locator("#community option:checked").textContent(), "Small");
  assert.deepEqual(faults, []);
  await context.close();
});

test("the page may connect to nothing, and runs no script but its own", async () => {
  const { page, context } = await open(browser);
  const tried = await page.evaluate(async () => {
    const fetched = await fetch("blob:null/none").then(() => "fetched", () => "refused");
    const image = document.createElement("div");
    image.innerHTML = "<button onclick='window.hit = 1'></button>";
    document.body.append(image);
    image.firstElementChild.click();
    const script = document.createElement("script");
    script.textContent = "window.hit = 2";
    document.body.append(script);
    return [fetched, window.hit];
  });
  assert.deepEqual(tried, ["refused", undefined]);
  await context.close();
});

test("a page written for a comparison opens on both of its sides", async () => {
  const sides = { scenario: { ...whole, name: "ours" }, against: { ...whole, name: "ours", failures: { work_pressure: true } } };
  const text = readFileSync(fileURLToPath(PAGE_ADDRESS), "utf8").replace('id="loaded">null', () => `id="loaded">${JSON.stringify(sides)}`);
  const file = join(mkdtempSync(join(tmpdir(), "page-")), "written.html");
  writeFileSync(file, text);
  const { page, context, faults } = await open(browser, { address: pathToFileURL(file).href, fragment: "" });
  await page.locator(".compare figure").first().waitFor();
  assert.match(await page.locator(".compare .finding").first().textContent(), /^Of the same \d+ worlds/);
  assert.equal(await page.getByRole("switch", { name: "Work pressure" }).isChecked(), true);
  assert.match(await page.locator(".changes").textContent(), /1 thing differs/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("without WebAssembly the page says so and stays", async () => {
  const { page, context } = await open(browser, { before: () => delete globalThis.WebAssembly });
  await page.locator(".message.fault").waitFor();
  assert.match(await page.locator(".message.fault").textContent(), /Nothing can be computed here: .*WebAssembly/);
  await page.getByRole("switch", { name: "Work pressure" }).check();
  await context.close();
});

test("a community that takes long is not run before somebody says yes", async () => {
  const { page, context } = await open(browser);
  await opener(page).setInputFiles(yaml(TOLD + "settings: {seats: 4000000, days: 3650}\n"));
  await page.getByRole("button", { name: "Run them" }).waitFor();
  assert.match(await page.locator(".status-line").textContent(), /take about \d+ minutes/);
  await context.close();
});
