import classes from './ui.module.css'

/** Importance in its configured colour; the letter says it too, since colour alone says nothing. */
export function Grade({ grade, colour }: { grade: string | undefined; colour?: string | undefined }) {
  if (!grade) return null
  return (
    <span className={classes.grade}>
      <span className={classes.dot} style={{ background: safeColour(colour) }} aria-hidden />
      {grade}
    </span>
  )
}

/** Nothing but a colour gets into a style. */
export const safeColour = (colour: string | undefined) =>
  colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : 'var(--line-strong)'
