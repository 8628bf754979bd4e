/** A real Chromium on the built page, opened from a file, watched for requests and errors. */
import { existsSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const PAGE = fileURLToPath(new URL("../dist/index.html", import.meta.url));
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Milliseconds after which something has gone wrong, on however slow a machine. */
const PATIENCE = 120_000;
export const PAGE_ADDRESS = pathToFileURL(PAGE).href;

/** The fragment of a link that holds this. */
export const packed = (data) => `#community=${deflateRawSync(Buffer.from(JSON.stringify(data))).toString("base64url")}`;

const dials = Object.fromEntries(["cause", "culture", "conditions", "cadence", "content", "contribution", "credit"].map((dial) => [dial, 0.7]));
const levers = { leadership_support: 0.65, protected_minutes_a_week: 64, demand: 0.82, hindrance_share: 0.35 };
const small = { name: "small", story: "A small community.", source: "No real one.", settings: { seats: 60, days: 364, founders: 20 }, dials, levers };
/** A small community at work that mostly flourishes, quick to run. */
export const SMALL = packed({ scenario: small, base: small, series: ["contributors", "motivation"] });

export function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** The page in a new window; `faults` gathers whatever it asks of others, and every error. */
export async function open(browser, { fragment = SMALL, address = PAGE_ADDRESS, before, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => {
    const wanted = request.url();
    if (!wanted.startsWith(address) && !/^(blob|data):/.test(wanted)) faults.push(`request: ${wanted}`);
  });
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  if (before) await page.addInitScript(before);
  await page.goto(address + fragment);
  return { page, context, faults };
}

/** Wait until as many runs as asked for are done and shown. */
export async function runsDone(page, runs = 30) {
  await page.waitForFunction((least) => {
    const note = document.querySelector(".first .note")?.textContent ?? "";
    return Number(/Over (\d+) runs/.exec(note)?.[1] ?? 0) >= least;
  }, runs);
}

/** Text of a file that a click hands over. */
export async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const { readFile } = await import("node:fs/promises");
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}
