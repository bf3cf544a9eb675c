const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'],
  [/Edg\w*\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

const first = (known: typeof BROWSERS, agent: string) =>
  known.find(([sign]) => sign.test(agent))?.[1]

/** What a browser calls itself, in words that its user knows; of other programs the name. */
export function program(agent?: string | null): string | undefined {
  if (!agent) return undefined
  const browser = first(BROWSERS, agent)
  const system = first(SYSTEMS, agent)
  if (!browser) return agent.split(/[\s/]/)[0] || undefined
  return system ? `${browser}, ${system}` : browser
}
