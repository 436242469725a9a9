// Takes docs/img/*.png from a running app with the samples: FLOW_API=http://127.0.0.1:7071 npm run screenshots
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { askAt, launch, siteOf } from "./chromium.mjs";

const site = siteOf();
const folder = fileURLToPath(new URL("../../docs/img/", import.meta.url));
const ask = (method, path, body) => askAt(site, method, path, body);

const order = await ask("POST", "/api/flows/diamond/runs?wait=30s", { n: 5 });
const report = await ask("POST", "/api/flows/csv-report/runs?wait=60s", { title: "Sales" });
const approval = await ask("POST", "/api/flows/approval/runs", { what: "a bicycle" });

const pictures = [
  { name: "flows", path: "/flows", ready: "tbody tr" },
  { name: "builder", path: "/flows/approval", ready: ".react-flow__node", step: "ask" },
  { name: "builder-dark", path: "/flows/approval", ready: ".react-flow__node", step: "ask", dark: true },
  { name: "runs", path: "/runs", ready: "tbody tr" },
  { name: "run-waiting", path: `/runs/${approval.id}`, ready: "text=waiting" },
  { name: "run-timeline", path: `/runs/${report.id}`, ready: ".react-flow__node" },
  { name: "run-log", path: `/runs/${report.id}`, ready: ".react-flow__node", tab: "Log" },
  { name: "run-dark", path: `/runs/${order.id}`, ready: ".react-flow__node", dark: true },
  { name: "schedules", path: "/schedules", ready: "tbody tr" },
  { name: "files", path: "/files?path=csv-report/aggregate.py", ready: ".cm-content" },
];

await mkdir(folder, { recursive: true });
const browser = await launch();
try {
  for (const picture of pictures) await take(picture);
} finally {
  await browser.close();
  await ask("POST", `/api/runs/${approval.id}/cancel`);
}

async function take({ name, path, ready, tab, step, dark = false }) {
  const context = await browser.newContext({
    baseURL: site,
    viewport: { width: 1280, height: 800 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  if (step) await page.locator(`.react-flow__node[data-id="${step}"]`).click();
  if (tab) await page.getByRole("tab", { name: tab }).click();
  await page.waitForFunction(() => !document.querySelector(".mantine-Loader-root"));
  await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled", caret: "hide" });
  console.log(`docs/img/${name}.png`);
  await context.close();
}
