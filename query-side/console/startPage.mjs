// What Vite has built is held against what a slow line can bear: all the script that the start page
// needs before it shows anything, gzipped as it is served.
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const MOST = 300
const FIRST = ['index.html', 'src/pages/today/Today.tsx']

const built = '../target/classes/static/'
const manifest = JSON.parse(readFileSync(`${built}.vite/manifest.json`, 'utf8'))
rmSync(`${built}.vite`, { recursive: true })

const needed = new Map()
FIRST.forEach(need)
const sum = [...needed.values()].reduce((a, b) => a + b, 0)
if (sum > MOST) {
  const files = [...needed].sort(([, a], [, b]) => b - a).map(([file, size]) => `  ${kB(size)}  ${file}`)
  console.error(
    `The start page needs ${kB(sum)} of gzipped script, and ${kB(MOST)} is the most. Load later what it` +
      ` does not show at once: lazy(() => import(...)).\n${files.join('\n')}`,
  )
  process.exit(1)
}

function need(name) {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} is not in what was built: where does the start page begin now?`)
  if (needed.has(chunk.file)) return
  needed.set(chunk.file, gzipSync(readFileSync(built + chunk.file)).length / 1024)
  chunk.imports?.forEach(need)
}

function kB(size) {
  return `${size.toFixed(1)} KB`
}
