// Unpacks the Chromium of the package, with the libraries and fonts that it wants, and prints the command that starts it.
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const folder = join(import.meta.dirname, "node_modules", ".browser");
const command = join(folder, "chromium.sh");
if (!existsSync(command)) {
  const making = `${folder}-${process.pid}`;
  await mkdir(making, { recursive: true });
  // The package unpacks into the folder for temporary files; with a runtime of AL2023 it takes its libraries along.
  process.env.TMPDIR = making;
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
  await (await import("@sparticuz/chromium")).default.executablePath();
  // Its own list of fonts names the folder that it has in AWS Lambda.
  await writeFile(join(making, "fonts", "fonts.conf"), `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`);
  await writeFile(
    join(making, "chromium.sh"),
    `#!/bin/sh\nexport LD_LIBRARY_PATH="${folder}/al2023/lib" FONTCONFIG_PATH="${folder}/fonts"\nexec "${folder}/chromium" "$@"\n`,
    { mode: 0o755 },
  );
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
}
console.log(command);
