// Writes the integrity hash of the built widget into the webmaster's guide.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const guide = new URL("../docs/website.md", import.meta.url);
const hash = createHash("sha384").update(readFileSync(new URL("dist/widget.js", import.meta.url))).digest("base64");
const text = readFileSync(guide, "utf8");
const updated = text.replace(/integrity="sha384-[^"]*"/g, `integrity="sha384-${hash}"`);
if (updated !== text) writeFileSync(guide, updated);
