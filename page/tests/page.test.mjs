/** The page driven as a person would: slider, switch, timeline, bets, network, file, link. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { downloaded, launch, open, runsDone } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const finding = (page) => page.locator(".first .finding").first().textContent();
const differs = (page) => page.locator(".changes").textContent();

test("opens from a file with a picture of thirty worlds or more, asks nobody for anything and logs no error", async () => {
  const { page, context, faults } = await open(browser, { fragment: "" });
  await runsDone(page);
  assert.match(await finding(page), /^Of (30|100) worlds, \d+ flourish/);
  assert.equal(await page.locator(".fans .finding").count(), 2);
  await page.locator("#tab-people").click();
  await page.locator("canvas").waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a dial moved by the keyboard is marked, changes what happens and can be put back", async () => {
  const { page, context, faults } = await open(browser);
  await runsDone(page);
  const before = await finding(page);
  const dial = page.locator(".lever[data-name=cause] input[type=range]");
  await dial.focus();
  await page.keyboard.press("Home");
  assert.match(await differs(page), /1 thing differs/);
  assert.equal(await dial.getAttribute("aria-valuetext"), "low");
  await page.waitForFunction((old) => document.querySelector(".first .finding").textContent !== old, before);
  await page.getByLabel("Put back Cause").click();
  assert.match(await differs(page), /As the community is/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a lever dragged by the mouse takes its value, and a value typed exactly stays exact", async () => {
  const { page, context } = await open(browser);
  await page.locator("[data-group=cadence] .single > summary").click();
  const lever = page.locator(".lever[data-name=cadence_regularity]");
  const box = await lever.locator("input[type=range]").boundingBox();
  await page.mouse.move(box.x + box.width * 0.66, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  const value = Number(await lever.locator("output").textContent());
  assert.ok(value > 0.02 && value < 0.2, `dragged to a tenth of the way: ${value}`);
  assert.match(await lever.locator(".anchor").textContent(), /ad hoc/);
  await lever.locator("summary").click();
  await lever.locator("input[type=number]").fill("0.137");
  await lever.locator("input[type=number]").press("Tab");
  assert.equal(await lever.locator("output").textContent(), "0.137");
  await context.close();
});

test("a failure switched on makes worlds stall, and compare counts the same worlds", async () => {
  const { page, context, faults } = await open(browser);
  await runsDone(page);
  await page.getByRole("button", { name: "Keep to compare" }).click();
  await page.getByRole("switch", { name: "Work pressure" }).check();
  await page.locator("#tab-compare").click();
  const flows = page.locator(".compare .finding").first();
  await flows.waitFor();
  assert.match(await flows.textContent(), /^Of the same \d+ worlds, \d+ comes? to a better fate, \d+ comes? to a worse fate$/);
  assert.match(await page.locator(".compare .note").first().textContent(), /Flourishing: −\d+ points \(95\s% interval −\d+ to −\d+/);
  await page.locator(".twins figure").waitFor();
  assert.match(await page.locator(".twins .finding").textContent(), /Member \d+: the lives part on \w+day of week \d+/);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a bar on the timeline is placed, dragged by the mouse, moved and stretched by the keyboard, removed", async () => {
  const { page, context } = await open(browser);
  await runsDone(page);
  await page.getByLabel("Add a change to the timeline").selectOption("failures.work_pressure");
  const bar = page.locator(".bar");
  const said = () => bar.getAttribute("aria-label");
  const days = async () => [...(await said()).matchAll(/day (\d+)/g)].map((found) => Number(found[1]));
  const [from, until] = await days();
  await bar.scrollIntoViewIfNeeded();
  const box = await bar.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 100, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const dragged = await days();
  assert.ok(dragged[0] > from && dragged[1] - dragged[0] === until - from, `${from} ${until} became ${dragged}`);
  await bar.focus();
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await days(), [dragged[0] - 7, dragged[1] - 7]);
  await page.keyboard.press("Shift+ArrowRight");
  assert.deepEqual(await days(), [dragged[0] - 7, dragged[1]]);
  const grip = await page.locator(".grip.start").boundingBox();
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x - 80, grip.y + 5, { steps: 4 });
  await page.mouse.up();
  const [first, last] = await days();
  assert.ok(first < dragged[0] - 7 && last === dragged[1]);
  await page.getByLabel("Add a change to the timeline").selectOption("levers.demand");
  assert.match(await page.locator(".timeline .fault").textContent(), /both set “Demand” on day \d+/);
  await page.locator(".bar").nth(1).focus();
  await page.keyboard.press("Delete");
  assert.equal(await page.locator(".bar").count(), 1);
  await context.close();
});

test("a finger drags a bar, and the narrow layout turns between levers and results", async () => {
  const { page, context, faults } = await open(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await runsDone(page);
  await page.locator(".foot button").tap();
  await page.getByRole("switch", { name: "Inadequate focus" }).tap();
  assert.match(await differs(page), /1 thing differs/);
  await page.locator(".foot button").tap();
  await page.getByLabel("Add a change to the timeline").selectOption("dials.cause");
  const bar = page.locator(".bar");
  const before = await bar.getAttribute("aria-label");
  await bar.scrollIntoViewIfNeeded();
  const box = await bar.boundingBox();
  const touch = await context.newCDPSession(page);
  const point = (x) => [{ x, y: box.y + box.height / 2 }];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: point(box.x + box.width / 2) });
  for (const step of [20, 40, 60]) await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: point(box.x + box.width / 2 + step) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.waitForFunction((old) => document.querySelector(".bar").getAttribute("aria-label") !== old, before);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the phone`);
  assert.deepEqual(faults, []);
  await context.close();
});

test("bets are drawn before the fan appears, kept, and shown on it", async () => {
  const { page, context } = await open(browser);
  await runsDone(page);
  await page.getByRole("button", { name: "Place your bets" }).click();
  assert.equal(await page.locator(".fans").count(), 0);
  const sheet = await page.locator(".sheet").boundingBox();
  await page.mouse.move(sheet.x + 2, sheet.y + sheet.height * 0.9);
  await page.mouse.down();
  await page.mouse.move(sheet.x + sheet.width / 2, sheet.y + sheet.height * 0.3, { steps: 12 });
  await page.mouse.move(sheet.x + sheet.width - 2, sheet.y + sheet.height * 0.6, { steps: 12 });
  await page.mouse.up();
  await page.getByLabel("Whose bet").fill("Row three");
  await page.getByRole("button", { name: "Keep this bet" }).click();
  await page.getByRole("button", { name: "Show what happens" }).click();
  await page.locator(".fans").waitFor();
  assert.equal(await page.locator(".fans svg text", { hasText: "Row three" }).count(), 1);
  assert.match(await page.locator(".fans .note").first().textContent(), /Closest bet: Row three, off by [\d.]+ on average/);
  await context.close();
});

test("the network plays, pauses, steps, and tells a member's story", async () => {
  const { page, context, faults } = await open(browser);
  await page.locator("#tab-people").click();
  const day = async () => Number(/day (\d+)/.exec(await page.locator(".beside .finding").textContent())[1]);
  await page.locator("canvas").waitFor();
  await page.waitForFunction(() => Number(/day (\d+)/.exec(document.querySelector(".beside .finding").textContent)[1]) > 3);
  await page.getByRole("button", { name: "Pause" }).click();
  const paused = await day();
  await page.getByRole("button", { name: "+1 week" }).click();
  assert.equal(await day(), paused + 7);
  await page.locator(".seek input").focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(() => /day 0/.test(document.querySelector(".beside .finding").textContent));
  const member = page.locator(".member select");
  await member.selectOption({ index: 1 });
  assert.match(await page.locator(".story-of").textContent(), /team \d+; here from the start.*motivation \w+/i);
  await page.getByLabel("Colour:").selectOption("motivation");
  const canvas = await page.locator("canvas").boundingBox();
  await page.mouse.click(canvas.x + 3, canvas.y + 3);
  assert.equal(await page.locator(".story-of").count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test("why it stalls: a failure that is on is what to repair", async () => {
  const { page, context } = await open(browser);
  await page.getByRole("switch", { name: "No leadership support" }).check();
  await page.locator("#tab-stall").click();
  await page.locator(".stall figure").waitFor();
  assert.match(await page.locator(".stall svg").first().textContent(), /Failure: No leadership support/);
  assert.match(await page.locator(".stall .note").textContent(), /itself before/);
  await context.close();
});

test("the map shows how two levers work together, and a field chosen sets both", async () => {
  const { page, context, faults } = await open(browser);
  await page.locator("#tab-map").click();
  await page.waitForFunction(() => /^From \d+\s% to \d+\s% flourish/.test(document.querySelector(".map .finding")?.textContent ?? ""));
  await page.locator(".map svg g.world").last().click();
  assert.match(await differs(page), /2 things differ/);
  assert.equal(await page.locator(".lever[data-name=contribution] input").first().inputValue(), "1");
  assert.deepEqual(faults, []);
  await context.close();
});

test("every chart is saved as a picture, a drawing and a table", async () => {
  const { page, context, faults } = await open(browser);
  await runsDone(page);
  const fan = page.locator(".fans figure").first();
  const csv = await downloaded(page, () => fan.getByRole("button", { name: "CSV" }).click());
  assert.match(String(csv.content), /^week,months since the start,"contributors, 5 % of runs below"/);
  assert.equal(String(csv.content).trim().split("\n").length, 1 + 52);
  const svg = await downloaded(page, () => fan.getByRole("button", { name: "SVG" }).click());
  assert.match(String(svg.content), /Contributors at the end/);
  const png = await downloaded(page, () => fan.getByRole("button", { name: "PNG" }).click());
  assert.deepEqual([...png.content.subarray(1, 4)], [...Buffer.from("PNG")]);
  await fan.locator(".table summary").click();
  assert.equal(await fan.locator("tbody tr").count(), 52);
  assert.deepEqual(faults, []);
  await context.close();
});

test("presentation hides the controls, light and dark switch, the tour has five steps", async () => {
  const { page, context } = await open(browser);
  await page.getByRole("button", { name: "Present" }).click();
  assert.equal(await page.locator("aside").isVisible(), false);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("aside").isVisible(), true);
  await page.getByRole("button", { name: /Light or dark/ }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.getByRole("button", { name: "Tour" }).click();
  for (let step = 1; step < 5; step++) await page.getByRole("button", { name: "Next" }).click();
  assert.match(await page.locator(".tour").textContent(), /5 of 5/);
  await page.getByRole("button", { name: "Begin" }).click();
  assert.equal(await page.locator(".tour").count(), 0);
  await context.close();
});
