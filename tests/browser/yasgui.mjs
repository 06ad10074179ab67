// Asks one query in YASGUI as it is served: prints as JSON the rows, and every host that was asked.
// node yasgui.mjs CHROMIUM ADDRESS
import puppeteer from "puppeteer-core";

const [chromium, address] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const asked = new Set();
const refused = [];
page.on("request", (request) => request.url().startsWith("data:") || asked.add(new URL(request.url()).origin));
page.on("pageerror", (error) => refused.push(error.message));
page.on("console", (line) => /Content Security Policy/.test(line.text()) && refused.push(line.text()));
await page.goto(address, { waitUntil: "networkidle0" });
await page.click(".tabPanel.active .yasqe_queryButton");
await page.waitForSelector(".tabPanel.active .yasr table tbody tr");
const rows = await page.$$eval(".tabPanel.active .yasr table tbody tr", (all) => all.length);
await browser.close();
console.log(JSON.stringify({ rows, origins: [...asked], refused }));
