// Opens a page and says, a line for each time that it has loaded, what its heading is and what its warning says.
// node live.mjs CHROMIUM ADDRESS; ends with its input.
import puppeteer from "puppeteer-core";

const [chromium, address] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
page.on("load", async () => {
  const said = await page.evaluate(() => [document.querySelector("h1").textContent, document.querySelector(".live")?.textContent ?? ""]);
  console.log(JSON.stringify(said));
});
await page.goto(address, { waitUntil: "load" });
process.stdin.resume();
process.stdin.on("end", () => browser.close());
