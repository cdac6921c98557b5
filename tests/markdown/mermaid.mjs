// Reads a JSON list of Mermaid texts and says, as Mermaid itself reads each, what is in it.
// The first argument is a folder with `mermaid` and `jsdom` in its node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const { JSDOM } = createRequire(join(folder, "package.json"))("jsdom");
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const path = join(folder, "node_modules/mermaid/dist/mermaid.core.mjs");
const mermaid = (await import(pathToFileURL(path))).default;
// As GitHub sets it up.
mermaid.initialize({ securityLevel: "strict", maxTextSize: 50000, maxEdges: 500 });

// Mermaid writes `#35;` as signs of its own before it parses, and as letters when it draws.
const drawn = (text) =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

const read = async (text) => {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const nodes = [...db.getVertices().values()];
    return {
      nodes: nodes.map((node) => ({
        text: drawn(node.text),
        shape: node.type,
        link: node.link ?? null,
        classes: node.classes,
        styles: node.styles,
        click: node.haveCallback ?? false,
      })),
      zones: db.getSubGraphs().map((zone) => ({ title: drawn(zone.title), nodes: zone.nodes.length })),
      arrows: db.getEdges().length,
    };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
};

const texts = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const text of texts) {
  answers.push(await read(text));
}
process.stdout.write(JSON.stringify(answers));
