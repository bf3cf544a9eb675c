import { useWords } from '../../i18n'
import { safeColour } from '../../ui/grade'
import { NO_GRADE } from './clusters'
import classes from './map.module.css'

/** The grades with their colours; each can be left out. */
export function Legend({
  grades,
  hidden,
  onHidden,
}: {
  grades: { grade: string; colour: string; count: number }[]
  hidden: ReadonlySet<string>
  onHidden: (hidden: ReadonlySet<string>) => void
}) {
  const { t, format } = useWords()
  return (
    <div className={classes.legend} role="group" aria-label={t('map.grades')}>
      {grades.map(({ grade, colour, count }) => (
        <button
          key={grade}
          type="button"
          aria-pressed={!hidden.has(grade)}
          onClick={() => {
            const next = new Set(hidden)
            if (!next.delete(grade)) next.add(grade)
            onHidden(next)
          }}
        >
          <i style={{ background: safeColour(colour) }} aria-hidden />
          {grade === NO_GRADE ? t('map.noGrade') : grade}
          <b className="numbers">{format.number(count)}</b>
        </button>
      ))}
    </div>
  )
}
