import { IconDoorExit } from '@tabler/icons-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import type { PreviewSummary, Receiving } from '../../api/handovers'
import { useWords } from '../../i18n'
import type { Holder } from '../../life/events'
import { HolderName, useNames } from '../../ui/holder'
import classes from './handovers.module.css'

/** In the address, for customers that stay where they are. */
export const STAYS = 'nobody'
export const keyOf = (to: Holder | null | undefined): string =>
  !to ? STAYS : 'rep' in to ? to.rep : `pool:${to.pool}`

/** What drags carry; the rows themselves are known to the page. */
export const DRAGGED = 'application/x-custody-customers'

interface Props {
  preview: PreviewSummary
  /** Who could receive, but gets nobody yet. */
  idle: readonly { to: Holder; before: number | undefined }[]
  only: string | null
  onOnly: (key: string) => void
  onDrop: ((to: Holder | null) => void) | undefined
}

/** Load before and after of each receiver, on one scale; customers can be dropped on any. */
export function Receivers({ preview, idle, only, onOnly, onDrop }: Props) {
  const { t, word, format } = useWords()
  const most = Math.max(1, ...preview.receivers.map((it) => Math.max(it.after ?? it.customers, it.capacity ? (it.before ?? 0) + it.capacity : 0)))
  const unplaced = Object.entries(preview.unplaced)
  return (
    <section className={classes.cards} aria-label={t('handover.receivers')}>
      {preview.receivers.map((it) => (
        <Card
          key={keyOf(it.to)}
          pressed={only === keyOf(it.to)}
          onClick={() => onOnly(keyOf(it.to))}
          onDrop={onDrop && (() => onDrop(it.to))}
        >
          <Head to={it.to} gets={it.customers} />
          <Load it={it} most={most} />
          <Needs it={it} />
        </Card>
      ))}
      {idle.map(({ to, before }) => (
        <Card
          key={keyOf(to)}
          quiet
          pressed={only === keyOf(to)}
          onClick={() => onOnly(keyOf(to))}
          onDrop={onDrop && (() => onDrop(to))}
        >
          <Head to={to} gets={0} />
          <span className={`${classes.needs} numbers`}>
            {'pool' in to
              ? t('handover.intoPool')
              : before === undefined
                ? '\u00a0'
                : t('handover.hasNow', { count: before })}
          </span>
        </Card>
      ))}
      {(unplaced.length > 0 || onDrop) && (
        <Card
          quiet={unplaced.length === 0}
          pressed={only === STAYS}
          onClick={() => onOnly(STAYS)}
          onDrop={onDrop && (() => onDrop(null))}
        >
          <span className={classes.cardHead}>
            <span className={classes.stays}>
              <IconDoorExit size={18} stroke={1.7} aria-hidden />
              {t('handover.stay')}
            </span>
            <b className="numbers">
              {format.number(unplaced.reduce((sum, [, count]) => sum + count, 0))}
            </b>
          </span>
          {unplaced.map(([why, count]) => (
            <span key={why} className={`${classes.needs} numbers`}>
              {word('why', why)} {format.number(count)}
            </span>
          ))}
        </Card>
      )}
    </section>
  )
}

function Card({
  children,
  pressed,
  quiet = false,
  onClick,
  onDrop,
}: {
  children: ReactNode
  pressed: boolean
  quiet?: boolean
  onClick: () => void
  onDrop: (() => void) | undefined
}) {
  const [over, setOver] = useState(false)
  const carries = (e: DragEvent) => onDrop && e.dataTransfer.types.includes(DRAGGED)
  return (
    <button
      type="button"
      className={`panel ${classes.card}`}
      aria-pressed={pressed}
      data-over={over || undefined}
      data-quiet={quiet || undefined}
      onClick={onClick}
      onDragOver={(e) => {
        if (!carries(e)) return
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        setOver(false)
        if (!carries(e)) return
        e.preventDefault()
        onDrop!()
      }}
    >
      {children}
    </button>
  )
}

function Head({ to, gets }: { to: Holder; gets: number }) {
  const { format } = useWords()
  return (
    <span className={classes.cardHead}>
      <HolderName holder={to} />
      <b className="numbers">+{format.number(gets)}</b>
    </span>
  )
}

const GRADES = ['A', 'B', 'C']

function Load({ it, most }: { it: Receiving; most: number }) {
  const { t, format } = useWords()
  const names = useNames()
  const before = it.before ?? 0
  const share = (count: number) => `${(count / most) * 100}%`
  const grades = Object.entries(it.grades).sort(([a], [b]) => a.localeCompare(b))
  const told = grades
    .map(([grade, count]) => `${grade === 'none' ? t('handover.noGrade') : grade} ${format.number(count)}`)
    .join(' · ')
  return (
    <>
      <span
        className={classes.load}
        role="img"
        aria-label={t('handover.loadOf', {
          name: names.holder(it.to),
          before,
          after: it.after ?? it.customers,
          grades: told,
        })}
      >
        <i data-before style={{ width: share(before) }} />
        {grades.map(([grade, count]) => (
          <i key={grade} data-grade={GRADES.indexOf(grade)} style={{ width: share(count) }} />
        ))}
        {it.capacity !== undefined && (
          <i data-capacity style={{ left: share(before + it.capacity) }} />
        )}
      </span>
      <span className={`${classes.loadText} numbers`}>
        <span>
          {it.before === undefined
            ? t('handover.intoPool')
            : t('handover.beforeAfter', { before, after: it.after ?? 0 })}
        </span>
        <span className="faint">{told}</span>
      </span>
    </>
  )
}

function Needs({ it }: { it: Receiving }) {
  const { t } = useWords()
  const needs = [
    it.overdueSteps > 0 && t('handover.overdueSteps', { count: it.overdueSteps }),
    it.openComplaints > 0 && t('handover.openComplaints', { count: it.openComplaints }),
    it.upcomingDates > 0 && t('handover.upcomingDates', { count: it.upcomingDates }),
    it.capacity !== undefined && t('handover.capacityOf', { count: it.capacity }),
  ].filter(Boolean)
  return <span className={`${classes.needs} numbers`}>{needs.join(' · ') || '\u00a0'}</span>
}
