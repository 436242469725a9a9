// Measures what a page loads before it can be used, from the build's manifest: gzip bytes of the JavaScript that it imports at once.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));

// What each page may load, in KB of 1,024 bytes.
const budgets = [
  ["Flows", "src/pages/flows/FlowsPage.tsx", 350],
  ["Runs", "src/pages/runs/RunsPage.tsx", 350],
  ["Builder", "src/pages/builder/BuilderPage.tsx", 350],
  ["Run", "src/pages/run/RunPage.tsx", 350],
  ["Files", "src/pages/files/FilesPage.tsx", 350],
];
// What must come on demand only.
const lazy = [
  "src/access/entra.ts",
  "src/access/openId.ts",
  "src/access/SignInPage.tsx",
  "src/editor/Editor.tsx",
  "src/editor/Merge.tsx",
  "src/pages/builder/TextPanel.tsx",
  "src/pages/builder/inspector/Inspector.tsx",
  "node_modules/elkjs/lib/elk-api.js",
];

function loadedBy(names) {
  const found = new Set();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...(manifest[name].imports ?? []));
  }
  return found;
}

const sizes = new Map();
async function sizeOf(name) {
  const { file } = manifest[name];
  if (!file.endsWith(".js")) return 0;
  if (!sizes.has(file)) sizes.set(file, gzipSync(await readFile(new URL(file, dist))).length);
  return sizes.get(file);
}

let isOver = false;
for (const [title, page, budget] of budgets) {
  const loaded = loadedBy(["index.html", page]);
  let bytes = 0;
  for (const name of loaded) bytes += await sizeOf(name);
  const early = lazy.filter((name) => loaded.has(name));
  const size = bytes / 1024;
  isOver ||= size > budget || early.length > 0;
  console.log(`${title}: ${size.toFixed(1)} KB gzip of ${budget} KB${early.length > 0 ? `; loads too early: ${early.join(", ")}` : ""}`);
}
if (isOver) {
  console.error("A page loads more than its budget. Load parts of it on demand, or raise the budget in scripts/budget.mjs with a reason.");
  process.exit(1);
}
