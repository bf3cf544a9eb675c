import type { Rule } from '../../api/rules'
import type { Words } from '../../i18n'

/** What a rule does, as one would say it to a rep. */
export function sentence(rule: Rule, { t, word, format }: Words): string {
  const list = (items: readonly string[]) => items.join(t('common.comma'))
  const who =
    'grades' in rule && rule.grades.length > 0
      ? t('rules.customersOf', { grades: list(rule.grades) })
      : t('rules.allCustomers')
  const by =
    'media' in rule && rule.media.length > 0
      ? t('rules.by', { media: list(rule.media.map((it) => word('medium', it))) })
      : ''
  switch (rule.kind) {
    case 'cadence':
      return rule.rhythm.type === 'weekdays'
        ? t('rules.onDays', {
            who,
            by,
            days: list(rule.rhythm.days.map((it) => word('weekday', it))),
          })
        : t('rules.everyDays', { who, by, count: rule.rhythm.days })
    case 'first-contact':
      return t('rules.firstContact', { who, by, count: rule.withinDays })
    case 'tenure': {
      const max = spoken(rule.max, t)
      return (
        (rule.held === 'territory'
          ? t('rules.tenureOfTerritory', { max })
          : t('rules.tenureOfCustomer', { who, max })) + warned(rule.warnDays)
      )
    }
    case 'pool-limits':
      return told(
        [
          rule.pools.length > 0 ? t('rules.fromPools', { pools: list(rule.pools) }) : t('rules.fromAnyPool'),
          ...limits(rule, t),
        ],
        t,
      )
    case 'recycling': {
      const when = [
        rule.noFollowUpDays && t('rules.noFollowUp', { count: rule.noFollowUpDays }),
        rule.noDealDays &&
          t('rules.noDeal', {
            count: rule.noDealDays,
            deals: list(rule.deals.map((it) => word('outcome', it))),
          }),
        rule.newWithinDays && t('rules.newNotContacted', { count: rule.newWithinDays }),
      ].filter((it) => typeof it === 'string')
      return (
        t('rules.recycled', { who, when: when.join(t('rules.or')), pool: rule.pool }) +
        warned(rule.warnDays)
      )
    }
  }

  function warned(days: number): string {
    return days > 0 ? t('rules.warned', { count: days, number: format.number(days) }) : ''
  }
}

/** What is asked of whoever claims, a sentence each. */
export function limits(
  {
    claimsPerDay,
    mostHeld,
    banDays,
  }: { claimsPerDay?: number | null; mostHeld?: number | null; banDays?: number | null },
  t: Words['t'],
): string[] {
  return [
    typeof claimsPerDay === 'number' && t('rules.perDay', { count: claimsPerDay }),
    typeof mostHeld === 'number' && t('rules.mostHeld', { count: mostHeld }),
    typeof banDays === 'number' && t('rules.banned', { count: banDays }),
  ].filter((it) => typeof it === 'string')
}

/** Sentences after each other, parted as the language parts them. */
export function told(sentences: readonly string[], t: Words['t']): string {
  return sentences.reduce((before, next) => (before ? t('rules.then', { before, next }) : next), '')
}

/** P1Y, P6M, P90D in words. */
export function spoken(period: string, t: Words['t']): string {
  const parts = parsePeriod(period)
  return parts ? t(`rules.period.${parts.unit}`, { count: parts.count }) : period
}

export type PeriodUnit = 'Y' | 'M' | 'D'

export function parsePeriod(period: string): { count: number; unit: PeriodUnit } | undefined {
  const match = /^P(\d+)([YMD])$/.exec(period)
  return match ? { count: Number(match[1]), unit: match[2] as PeriodUnit } : undefined
}

/** What keeps a rule from being set, as the service would say it too. */
export function lacks(name: string, rule: Rule): ('name' | 'days' | 'condition' | 'deals' | 'pool' | 'limit')[] {
  const missing: ReturnType<typeof lacks> = []
  if (!name.trim()) missing.push('name')
  if (rule.kind === 'cadence' && rule.rhythm.type === 'weekdays' && rule.rhythm.days.length === 0) {
    missing.push('days')
  }
  if (rule.kind === 'recycling') {
    if (!rule.noFollowUpDays && !rule.noDealDays && !rule.newWithinDays) missing.push('condition')
    if (rule.noDealDays && rule.deals.length === 0) missing.push('deals')
    if (!rule.pool.trim()) missing.push('pool')
  }
  if (rule.kind === 'pool-limits') {
    const { claimsPerDay, mostHeld, banDays } = rule
    if ([claimsPerDay, mostHeld, banDays].every((it) => typeof it !== 'number')) missing.push('limit')
  }
  return missing
}
