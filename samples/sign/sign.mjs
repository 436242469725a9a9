import { createHmac } from "node:crypto";

export default function ({ text }) {
  const key = process.env.SIGNING_KEY;
  console.log(`Signing with ${key}, which is ${Buffer.from(key).toString("base64")} in base64.`);
  return { text, signature: createHmac("sha256", key).update(text).digest("hex") };
}
