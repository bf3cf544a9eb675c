import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { CoverTime } from '../../api/intervals'
import type { Rep } from '../../api/types'
import { useWords } from '../../i18n'
import { FOR_EVER } from '../../life/time'
import { Face } from '../../ui/holder'
import { personal } from '../../ui/personal'
import type { ChartProps } from './ByCustomer'
import { Gantt, type Brush } from './Gantt'
import { byTeam, countAt, type Steps } from './model'
import classes from './ownership.module.css'

const HEIGHT = 46

interface Props extends ChartProps {
  reps: readonly Rep[]
  steps: ReadonlyMap<string, Steps>
  covers: readonly CoverTime[]
}

/** A row per rep, by team: how many customers they had over time. */
export function ByRep({ reps, steps, covers, ...props }: Props) {
  const { t, format } = useWords()
  const [params] = useSearchParams()
  const { at } = props
  const rows = useMemo(
    () =>
      byTeam(reps, steps, (rep) => personal(rep.name, t)).flatMap(({ team, members }) => [
        { team, members, rep: undefined },
        ...members.map((rep) => ({ team, members, rep })),
      ]),
    [reps, steps, t],
  )
  const coversBy = useMemo(() => {
    const all = new Map<string, CoverTime[]>()
    for (const it of covers) all.set(it.by, [...(all.get(it.by) ?? []), it])
    return all
  }, [covers])
  // One scale for all, so that heights can be compared.
  const most = Math.max(1, ...[...steps.values()].map((it) => it.most))
  const countOf = (rep: Rep) => countAt(steps.get(rep.id)!, at)
  return (
    <Gantt
      {...props}
      count={rows.length}
      rowHeight={HEIGHT}
      name={t('ownership.byRep')}
      keyOf={(index) => rows[index]!.rep?.id ?? rows[index]!.team}
      label={(index) => {
        const { team, members, rep } = rows[index]!
        if (!rep) {
          return (
            <span className={classes.holder}>
              {team}
              <b className="numbers">
                {format.number(members.reduce((sum, it) => sum + countOf(it), 0))}
              </b>
            </span>
          )
        }
        const name = personal(rep.name, t)
        const to = new URLSearchParams(params)
        to.set('by', 'customer')
        to.set('rep', rep.id)
        return (
          <Link className={classes.rep!} to={`/ownership?${to.toString()}`}>
            <Face id={rep.id} name={name} size={26} />
            <span>
              <b>{name}</b>
              <span className="faint">{rep.territory}</span>
            </span>
            <b className="numbers">{format.number(countOf(rep))}</b>
          </Link>
        )
      }}
      draw={(index, brush) => {
        const { rep } = rows[index]!
        if (!rep) {
          brush.context.fillStyle = brush.paint.sunken
          brush.context.fillRect(0, brush.top, brush.width, brush.height)
        } else {
          drawSteps(steps.get(rep.id)!, most, coversBy.get(rep.id) ?? [], brush)
        }
      }}
      hint={(index, moment) => {
        const rep = rows[index]?.rep
        if (!rep) return null
        return (
          <>
            <b>{personal(rep.name, t)}</b>
            <span className="numbers">
              {t('reps.held', { count: countAt(steps.get(rep.id)!, moment) })}
            </span>
            <span className="numbers">{format.day(moment)}</span>
          </>
        )
      }}
    />
  )
}

/** A hill as high as the number of customers. */
function drawSteps({ rep, steps }: Steps, most: number, covers: readonly CoverTime[], brush: Brush) {
  const { context, paint, x, width, top, height } = brush
  const ground = top + height - 4
  const high = height - 10
  const hue = paint.of(rep)
  const level = (count: number) =>
    // Roots, so that who has few does not vanish beside who has hundreds.
    count === 0 ? ground : ground - Math.max(2, Math.sqrt(count / most) * high)
  context.beginPath()
  context.moveTo(x(steps[0]?.at ?? FOR_EVER), ground)
  let last = 0
  for (const { at, count } of steps) {
    context.lineTo(x(at), level(last))
    context.lineTo(x(at), level(count))
    last = count
  }
  context.lineTo(width + 8, level(last))
  context.lineTo(width + 8, ground)
  context.closePath()
  context.fillStyle = hue.soft
  context.fill()
  context.strokeStyle = hue.line
  context.lineWidth = 1.5
  context.stroke()
  for (const it of covers) {
    context.fillStyle = hue.ink
    context.fillRect(x(it.from), ground, Math.max(2, x(it.to) - x(it.from)), 2)
  }
}
