import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { profileQuery } from '../../api/queries'
import { useWords } from '../../i18n'
import type { Span } from '../../lanes/model'
import type { Holder } from '../../life/events'
import { FOR_EVER, formatInstant, type Micros } from '../../life/time'
import { HolderName, useNames } from '../../ui/holder'
import { textOf } from '../../ui/Value'
import { Gantt, type Brush } from './Gantt'
import { grouped, type Life } from './model'
import classes from './ownership.module.css'

export interface ChartProps {
  whole: Span
  view: Span
  onView: (view: Span) => void
  at: Micros
  onAt: (at: Micros) => void
  now: Micros
}

const HEIGHT = 26

/** A row per customer, below whoever had it at the moment. */
export function ByCustomer({ lives, ...props }: ChartProps & { lives: readonly Life[] }) {
  const words = useWords()
  const { t, format } = words
  const names = useNames()
  const { at } = props
  const items = useMemo(() => grouped(lives, at), [lives, at])
  const [[first, last], setRange] = useState<readonly [number, number]>([0, 0])
  const onRest = useCallback((from: number, to: number) => setRange([from, to]), [])
  const asked = items
    .slice(first, last + 1)
    .flatMap((item) => (item.kind === 'life' ? [item.life.customer] : []))
  const profiles = useQueries({ queries: [...new Set(asked)].map(profileQuery) })
  const nameOf = new Map(
    profiles.flatMap(({ data }) => (data ? [[data.id, textOf(data.fields['name'], words)]] : [])),
  )
  return (
    <Gantt
      {...props}
      count={items.length}
      rowHeight={HEIGHT}
      name={t('ownership.byCustomer')}
      onRest={onRest}
      keyOf={(index) => {
        const item = items[index]!
        return item.kind === 'life' ? item.life.customer : JSON.stringify(item.holder)
      }}
      label={(index) => {
        const item = items[index]!
        if (item.kind === 'life') {
          const { customer } = item.life
          return (
            <Link
              className={classes.customer!}
              to={`/customers/${customer}?asOf=${formatInstant(at)}`}
            >
              {nameOf.get(customer) ?? t('audit.chosen', { id: customer.slice(-8) })}
            </Link>
          )
        }
        return (
          <span className={classes.holder}>
            {item.holder ? <HolderName holder={item.holder} link /> : t('ownership.notYet')}
            <b className="numbers">{format.number(item.count)}</b>
          </span>
        )
      }}
      draw={(index, brush) => {
        const item = items[index]!
        if (item.kind === 'life') drawLife(item.life, brush, names.holder)
        else {
          brush.context.fillStyle = brush.paint.sunken
          brush.context.fillRect(0, brush.top, brush.width, brush.height)
        }
      }}
      hint={(index, moment) => {
        const item = items[index]
        if (item?.kind !== 'life') return null
        const it = item.life.intervals.find((one) => one.from <= moment && moment < one.to)
        if (!it) return null
        const cover = item.life.covers.find((one) => one.from <= moment && moment < one.to)
        return (
          <>
            <b>{nameOf.get(item.life.customer) ?? item.life.customer.slice(-8)}</b>
            <span>{names.holder(it.holder)}</span>
            <span className="numbers">
              {format.day(it.from)} – {it.to === FOR_EVER ? t('lanes.sinceThen') : format.day(it.to)}
            </span>
            {cover && <span>{t('ownership.coveredBy', { name: names.rep(cover.by) })}</span>}
          </>
        )
      }}
    />
  )
}

/** Bars in the owners' colours, pools hatched, covers as a stripe below. */
function drawLife(life: Life, brush: Brush, nameOf: (holder: Holder) => string) {
  const { context, paint, x, width, top, height } = brush
  const y = top + 3
  const high = height - 6
  for (const it of life.intervals) {
    const left = x(it.from)
    const right = x(it.to)
    if (right < 0 || left > width) continue
    const wide = Math.max(1.5, right - left - 1)
    context.beginPath()
    context.roundRect(left, y, wide, high, Math.min(4, wide / 2))
    if ('pool' in it.holder) {
      context.fillStyle = paint.pool(context)
      context.fill()
      context.strokeStyle = paint.line
      context.lineWidth = 1
      context.stroke()
    } else {
      const hue = paint.of(it.holder.rep)
      context.fillStyle = hue.soft
      context.fill()
      context.fillStyle = hue.line
      context.fillRect(left, y, Math.min(3, wide), high)
    }
    if (wide < 46) continue
    context.save()
    context.clip()
    context.font = paint.font
    context.textBaseline = 'middle'
    context.fillStyle = 'rep' in it.holder ? paint.of(it.holder.rep).ink : paint.inkSoft
    context.fillText(nameOf(it.holder), Math.max(left, 0) + 8, y + high / 2 + 0.5)
    context.restore()
  }
  for (const cover of life.covers) {
    const left = x(cover.from)
    const right = x(cover.to)
    if (right < 0 || left > width) continue
    context.fillStyle = paint.of(cover.by).ink
    context.fillRect(left, y + high - 3, Math.max(2, right - left), 3)
  }
}
