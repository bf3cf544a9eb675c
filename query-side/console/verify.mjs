// What Maven runs in its test phase: types and tests, then a mark so that nothing runs twice for
// nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

if (process.env.SKIP_TESTS !== 'true') {
  for (const command of [['tsc', '--noEmit'], ['vitest', 'run', '--reporter=dot']]) {
    const { status } = spawnSync('npx', ['--no-install', ...command], { stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  mkdirSync('../target', { recursive: true })
  writeFileSync('../target/console-tested', '')
}
