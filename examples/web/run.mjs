// Runs the page in headless Chromium, or its code in Node where there is none:
// node run.mjs page.txt [address]
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const [file, address = "127.0.0.1:50051"] = process.argv.slice(2);
const content = readFileSync(file, "utf8");
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));

if (chromium) {
  const { chromium: launcher } = await import("playwright-core");
  const types = { ".html": "text/html", ".js": "text/javascript" };
  const pages = createServer((request, response) => {
    const path = new URL(`.${request.url}`, import.meta.url);
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[/\.\w+$/.exec(path.pathname)?.[0]] ?? "text/plain" });
    response.end(readFileSync(path));
  }).listen(Number(process.env.WEB_PORT ?? 18080), "127.0.0.1");
  const browser = await launcher.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${pages.address().port}/index.html`);
  const lines = await page.evaluate(([text, url]) => globalThis.structure(text, url), [content, `http://${address}`]);
  console.log(lines.join("\n"));
  await browser.close();
  pages.close();
} else {
  console.error("no Chromium here: the client runs in Node");
  const { structure } = await import("./bundle.js");
  console.log((await structure(content, `http://${address}`)).join("\n"));
}
