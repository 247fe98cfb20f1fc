import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the studio into dist/studio, which the server hands out; `npm run studio:dev` serves it with a running `darkroom serve` behind it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { outDir: '../dist/studio', emptyOutDir: true, sourcemap: false, chunkSizeWarningLimit: 1200 },
  server: { proxy: { '/darkroom': 'http://127.0.0.1:7860' } },
});
