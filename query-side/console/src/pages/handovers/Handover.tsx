import { useEffect, useRef } from 'react'
import { Link, useParams } from 'react-router'
import { useCase, type Case } from '../../api/handovers'
import { useWords } from '../../i18n'
import { Face, useNames } from '../../ui/holder'
import { Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { BriefingStep } from './BriefingStep'
import { MoveStep } from './MoveStep'
import { PlanStep } from './PlanStep'
import { PreviewStep } from './PreviewStep'
import { ReportStep } from './ReportStep'
import { Status } from './Status'
import { isReached, stepOf, STEPS, type StepName } from './status'
import classes from './handovers.module.css'

/** One case, step by step; each step has an address. */
export function Component() {
  const { id = '', step } = useParams()
  const { t } = useWords()
  const { data, error, refetch } = useCase(id)
  // A receiver may read the briefing, and nothing else of the case.
  if (error && !data) {
    return (
      <Page title={t('nav.handovers')}>
        {step === 'briefing' ? (
          <BriefingStep id={id} />
        ) : (
          <Problem error={error} retry={() => void refetch()} />
        )}
      </Page>
    )
  }
  if (!data) {
    return (
      <Page title={t('handover.title')}>
        <Loading />
      </Page>
    )
  }
  const it = data.handover
  const asked = STEPS.find((one) => one === step)
  const at = asked && isReached(it, asked) ? asked : stepOf(it)
  return (
    <Page title={t(it.cause === 'leaving' ? 'handover.titleOfLeaver' : 'handover.title')}>
      <Head it={it} at={at} />
      {at === 'plan' && <PlanStep key={it.plan} it={it} />}
      {at === 'preview' && <PreviewStep key={it.plan} it={it} />}
      {at === 'move' && <MoveStep it={it} entries={data.entries} remaining={data.remaining} />}
      {at === 'briefing' && <BriefingStep id={id} it={it} />}
      {at === 'report' && <ReportStep it={it} />}
    </Page>
  )
}

function Head({ it, at }: { it: Case; at: StepName }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const first = it.from[0]!
  const now = STEPS.indexOf(stepOf(it))
  const steps = useRef<HTMLOListElement>(null)
  const before = useRef<string>(undefined)
  // Whoever pressed what the next step has no more goes on from that step, not from the page's top.
  useEffect(() => {
    const here = `${at} ${it.plan} ${it.status}`
    const came = before.current !== undefined && before.current !== here
    before.current = here
    if (came && document.activeElement === document.body) {
      steps.current?.querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true })
    }
  }, [at, it.plan, it.status])
  return (
    <>
      <div className={classes.head}>
        <Face id={first} name={names.rep(first)} size={46} />
        <div>
          <p className={classes.headName}>
            <Link to={`/reps/${first}`}>{names.rep(first)}</Link>
            {it.from.length > 1 && ` ${t('handover.andOthers', { count: it.from.length - 1 })}`}
          </p>
          <p className="soft">
            {word('cause', it.cause)}
            {it.lastDay && ` · ${t('handover.lastDayIs', { day: format.date(it.lastDay) })}`}
            {it.reason !== undefined && ` · ${personal(it.reason, t)}`}
          </p>
        </div>
        <Status status={it.status} />
      </div>
      <nav aria-label={t('handover.steps')}>
        <ol ref={steps} className={classes.steps}>
          {STEPS.map((step, i) => (
            <li key={step} data-done={i < now || undefined}>
              {isReached(it, step) ? (
                <Link
                  to={`/handovers/${it.id}/${step}`}
                  aria-current={step === at ? 'step' : undefined}
                >
                  <i aria-hidden>{i < now ? '✓' : i + 1}</i>
                  {word('handoverStep', step)}
                </Link>
              ) : (
                <span>
                  <i aria-hidden>{i + 1}</i>
                  {word('handoverStep', step)}
                </span>
              )}
            </li>
          ))}
        </ol>
      </nav>
    </>
  )
}
