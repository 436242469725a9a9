// Starts the Chromium of this machine, for the browser tests, the measurements and the pictures.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

// What keeps a browser in a sandbox without graphics and network from asking for either.
const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launch() {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("There is no Chromium. Install the package chromium, or set CHROMIUM to the path of one.");
  return chromium.launch({ executablePath, args: switches });
}

/** Asks an app. */
export async function askAt(site, method, path, body) {
  const answer = await fetch(new URL(path, site), {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** The app that a script works with: FLOW_API. */
export function siteOf() {
  const site = process.env.FLOW_API;
  if (site) return site;
  console.error("Set FLOW_API to the address of a running app with the samples, such as http://127.0.0.1:7071.");
  process.exit(2);
}
