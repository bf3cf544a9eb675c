// What Maven runs in its test phase: types, those of the API generated first, and tests; then a mark
// so that nothing runs twice for nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

if (process.env.SKIP_TESTS !== 'true') {
  run('npm', 'run', '--silent', 'api')
  run('npx', '--no-install', 'tsc', '--noEmit')
  run('npx', '--no-install', 'vitest', 'run', '--reporter=dot')
  mkdirSync('../target', { recursive: true })
  writeFileSync('../target/console-tested', '')
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: ['inherit', 'inherit', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}
