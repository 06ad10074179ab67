// Pictures of pages: each address at desktop and phone width, light and dark. The one in the README is made so:
// node tests/browser/screenshots.mjs /usr/bin/chromium tests/pictures file://$PWD/build/site/letter/dvp-4-319.html
// and of the four, letter-dvp-4-319-desktop-light.png is kept.
import puppeteer from "puppeteer-core";

const [chromium, folder, ...addresses] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const address of addresses) {
  const { pathname, search } = new URL(address);
  const place = pathname.replace(/\.html$/, "").split("/").slice(-2).join("-");
  const asked = decodeURIComponent(search).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/-$/, ""); // two questions have two pictures
  const name = place + asked.slice(0, 80);
  for (const [device, width, height] of [["desktop", 1280, 900], ["phone", 390, 800]]) {
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width, height });
      await page.goto(address, { waitUntil: "load" });
      if (address.includes("?q=")) await page.waitForSelector("#found > *");
      await page.screenshot({ path: `${folder}/${name}-${device}-${scheme}.png`, fullPage: device === "phone" });
    }
  }
}
await browser.close();
