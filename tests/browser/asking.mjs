// Uses the page of questions as a reader does, by keyboard alone and without JavaScript: prints as JSON what came of it.
// node asking.mjs CHROMIUM ADDRESS SLOW_QUERY
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [chromium, address, slow] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const told = { refused: [] };
page.on("pageerror", (error) => told.refused.push(error.message));
page.on("console", (line) => {
  if (/Content Security Policy/.test(line.text())) told.refused.push(line.text());
});
const replace = async (text) => {
  await page.focus("#query");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
};
const ask = async () => {
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
};
const judge = async () => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
};

await page.goto(address, { waitUntil: "networkidle0" });
await replace("SELECT ?l ?s { ?l schema:send");
await page.waitForSelector("#proposals:not([hidden]) li");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("ArrowDown");
told.active = await page.$eval("#query", (field) => document.getElementById(field.getAttribute("aria-activedescendant"))?.dataset.text);
await page.keyboard.press("Enter");
await page.keyboard.type(" ?s }");
told.query = await page.$eval("#query", (field) => field.value);
told.coloured = await page.$eval(".editor pre", (copy) => copy.textContent.trim());
told.kinds = await page.$$eval(".editor pre span", (all) => [...new Set(all.map((each) => each.className))].sort());
await page.evaluate(() => (window.same = true));
await ask();
await page.waitForSelector("#results table");
told.same = await page.evaluate(() => window.same === true);
told.address = await page.evaluate(() => location.search);
told.focus = await page.evaluate(() => document.activeElement.id);
told.rows = await page.$$eval("#results tbody tr", (all) => all.length);

await replace(slow);
await ask();
await page.waitForSelector("#cancel:not([hidden])");
await page.focus("#cancel");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.getElementById("cancel").hidden);
told.said = await page.$eval("#said", (all) => all.textContent);

await page.setBypassCSP(true); // for axe-core alone, which is put into the page from here
await page.goto(address, { waitUntil: "networkidle0" });
await replace("SELECT ?l { ?l schema:send");
await page.waitForSelector("#proposals:not([hidden]) li");
await page.keyboard.press("ArrowDown");
told.barriers = await judge();
await page.keyboard.press("Escape");
told.closed = await page.$eval("#proposals", (list) => list.hidden);

const plain = await browser.newPage();
await plain.setJavaScriptEnabled(false);
await plain.goto(address, { waitUntil: "load" });
await plain.type("#ask-sender", "kemal");
await Promise.all([plain.waitForNavigation(), plain.keyboard.press("Enter")]);
told.plain = await plain.$$eval("#results tbody tr", (all) => all.length).catch((error) => error.message);
await browser.close();
console.log(JSON.stringify(told));
