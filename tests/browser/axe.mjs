// Judges pages in a real browser: prints, as JSON, what axe-core finds on each address, at desktop and phone width, light and dark.
// node axe.mjs CHROMIUM ADDRESS...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [chromium, ...addresses] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.setBypassCSP(true); // axe-core is put into the page from here; the page itself is judged under its policy elsewhere
const asked = new Set();
page.on("request", (request) => asked.add(new URL(request.url()).origin));
const found = [];
const hits = {};
for (const address of addresses) {
  for (const [scheme, width] of [["light", 1200], ["dark", 390]]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 900 });
    await page.goto(address, { waitUntil: "load" });
    if (address.includes("?q=")) await page.waitForSelector("#found > *");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    hits[address] = await page.$$eval("#found .hit", (all) => all.length);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    for (const each of violations)
      found.push({ address, scheme, width, rule: each.id, help: each.help, nodes: each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)) });
    if (wide > 1) found.push({ address, scheme, width, rule: "fits-the-width", help: `${wide} pixels too wide`, nodes: [] });
  }
}
await browser.close();
console.log(JSON.stringify({ found, hits, origins: [...asked].sort() }));
