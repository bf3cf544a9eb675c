import react from '@vitejs/plugin-react'
import { loadEnv } from 'vite'
import { defineConfig } from 'vitest/config'

// Which service `npm run dev` is in front of.
const { CUSTODY_URL = 'http://127.0.0.1:8080' } = loadEnv('', '.', 'CUSTODY_')

export default defineConfig({
  plugins: [react()],
  build: {
    // Where Spring finds static files on the class path.
    outDir: '../target/classes/static',
    emptyOutDir: true,
    assetsDir: 'console-assets',
    // For startPage.mjs, which takes it away again.
    manifest: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: {
    // As if the page came from the service: it takes commands from its own pages only.
    proxy: { '/api': { target: CUSTODY_URL, changeOrigin: true, headers: { origin: CUSTODY_URL } } },
  },
  test: {
    environment: 'jsdom',
    // A machine that builds beside the tests is slow, not wrong.
    testTimeout: 20_000,
    setupFiles: ['src/test/setup.ts'],
    css: false,
  },
})
