import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { completeness, filledAt } from '../../life/completeness'
import { customerAt } from '../../life/customer'
import type { Life } from '../../life/definition'
import type { Micros } from '../../life/time'
import { useSize } from '../../ui/useSize'
import classes from './customer.module.css'

const HEIGHT = 64

/** How full the profile was over time: what is known of a customer grows, or it does not. */
export function CompletenessCurve({
  life,
  asOf,
  knownAt,
  now,
  onAt,
}: {
  life: Life
  asOf: Micros
  knownAt: Micros
  now: Micros
  onAt: (at: Micros) => void
}) {
  const { t, format } = useWords()
  const { fields, label } = useFields()
  const { ref, width } = useSize()
  const names = useMemo(() => (fields?.customer ?? []).map((it) => it.name), [fields])
  const curve = useMemo(() => completeness(life, knownAt, names), [life, knownAt, names])
  const then = useMemo(() => customerAt(life, asOf, knownAt).fields, [life, asOf, knownAt])
  const first = life.events[0]?.effectiveAt
  if (names.length === 0 || first === undefined || curve.length === 0) return null
  const at = Math.min(asOf, now)
  const filled = filledAt(curve, at)
  const x = (moment: Micros) => (Math.max(0, moment - first) / Math.max(1, now - first)) * width
  const y = (count: number) => HEIGHT - 2 - (count / names.length) * (HEIGHT - 6)
  const line = curve
    .filter((it) => it.from <= now)
    .map((it, i) => `${i === 0 ? `M0 ${y(0)}` : ''}H${x(it.from)}V${y(it.filled)}`)
    .join('')
  const missing = names.filter((name) => !then.has(name))
  return (
    <figure className={classes.completeness}>
      <figcaption>
        <Text size="sm" fw={620} component="span">
          {t('completeness.title')}
        </Text>{' '}
        <Text size="sm" c="var(--ink-soft)" component="span">
          {t('completeness.filled', { filled, of: names.length, day: format.day(at) })}
        </Text>
      </figcaption>
      <div ref={ref} className={classes.curve}>
        <svg
          width={width}
          height={HEIGHT}
          aria-hidden
          onClick={(e) => {
            const left = e.currentTarget.getBoundingClientRect().left
            onAt(first + ((e.clientX - left) / Math.max(1, width)) * (now - first))
          }}
        >
          <line x1={0} x2={width} y1={y(names.length)} y2={y(names.length)} data-full />
          <path d={`${line}H${width}V${HEIGHT}H0Z`} data-area />
          <path d={`${line}H${width}`} data-line />
          <line x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} data-moment />
          <circle cx={x(at)} cy={y(filled)} r={4} />
        </svg>
      </div>
      {missing.length > 0 && missing.length < names.length && (
        <Text size="xs" c="var(--ink-soft)">
          {t('completeness.missing')} {missing.map((it) => label(it)).join(t('common.comma'))}
        </Text>
      )}
    </figure>
  )
}
