import { createHash } from "node:crypto";
import { defineConfig, type Plugin } from "vite";

const sha256 = (text: string) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/**
 * Puts script and style into the page itself and names the script in its content security policy by checksum: the page then
 * runs this script and no other, and may connect to nothing.
 */
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("vite built no index.html");
      let html = String(page.source);
      let script = "";
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === "chunk") {
          if (script) throw new Error(`the page must be one script, but ${name} is a second`);
          script = part.code.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
        } else if (name.endsWith(".css")) {
          const style = `<style>${String(part.source).trim()}</style>`;
          html = html.replace(/<link rel="stylesheet"[^>]*>/, () => style);
        } else {
          continue;
        }
        delete bundle[name];
      }
      html = html.replace(/\s*<script type="module"[^>]*><\/script>/, "");
      const policy = [
        "default-src 'none'",
        `script-src ${sha256(script)} 'wasm-unsafe-eval'`,
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "worker-src blob:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; ");
      html = html.replace("<!-- policy -->", () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`);
      html = html.replace("<!-- script -->", () => `<script type="module">${script}</script>`);
      page.source = html;
    },
  };
}

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    assetsInlineLimit: 100_000_000,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  worker: { format: "iife" },
  plugins: [oneFile()],
});
