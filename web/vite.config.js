// One self-contained ES2017 script per entry: `vite build --mode widget`, `chat` or `desk`.
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => ({
  publicDir: mode === "chat" ? "public" : false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2017",
    outDir: process.env.OUT_DIR || "dist",
    emptyOutDir: false,
    lib: { entry: `src/${mode}.tsx`, formats: ["iife"], name: "huiqi", fileName: () => `${mode}.js` },
  },
}));
