import type { CaseStatus } from '../../api/handovers'
import { useWords } from '../../i18n'
import classes from './handovers.module.css'

/** `wait`: somebody has to do something; `busy`: it goes by itself. */
const TONES: Record<CaseStatus, 'wait' | 'busy' | 'good' | 'quiet'> = {
  open: 'wait',
  planned: 'wait',
  approved: 'wait',
  running: 'busy',
  paused: 'wait',
  completed: 'good',
  cancelled: 'quiet',
  undoing: 'busy',
  undone: 'quiet',
  closed: 'quiet',
}

export function Status({ status }: { status: CaseStatus }) {
  const { word } = useWords()
  return (
    <span className={classes.status} data-tone={TONES[status]}>
      {word('caseStatus', status)}
    </span>
  )
}
