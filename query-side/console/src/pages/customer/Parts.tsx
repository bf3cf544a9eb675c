import { ActionIcon, Button, Text, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useWords, type Key } from '../../i18n'
import type { CustomerAt } from '../../life/customer'
import { instant } from '../../life/time'
import { useMay } from '../../session/session'
import { Face, useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { textOf } from '../../ui/Value'
import * as actions from './actions'
import type { Action } from './actions'
import classes from './customer.module.css'

export interface PartsProps {
  version: number
  /** At the moment looked at. */
  customer: CustomerAt
  /** Only then can anything be done. */
  isNow: boolean
  onAct: (action: Action) => void
}

export function Section({
  title,
  count,
  add,
  children,
}: {
  title: string
  count?: number
  add?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={classes.section}>
      <h2>
        {title}
        {count !== undefined && count > 0 && <span className="faint numbers"> {count}</span>}
        {add}
      </h2>
      {children}
    </section>
  )
}

const FEW = 8

/** The first of a list that may be long; the others are asked for. */
export function Few<T>({ of, children }: { of: readonly T[]; children: (it: T) => ReactNode }) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  return (
    <>
      <ul className={classes.steps}>{(all ? of : of.slice(0, FEW)).map(children)}</ul>
      {!all && of.length > FEW && (
        <Button variant="subtle" size="compact-xs" mt={4} onClick={() => setAll(true)}>
          {t('common.more', { count: of.length - FEW })}
        </Button>
      )}
    </>
  )
}

/** Offered to whoever may. */
export function Add({
  action,
  isNow,
  onAct,
}: { action: Action } & Pick<PartsProps, 'isNow' | 'onAct'>) {
  const { t } = useWords()
  const may = useMay()
  if (!isNow || !may(action.right)) return null
  return (
    <Tooltip label={t(action.title)}>
      <ActionIcon
        size={24}
        variant="subtle"
        color="gray"
        className={classes.add!}
        aria-label={t(action.title)}
        onClick={() => onAct(action)}
      >
        <IconPlus size={15} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  )
}

export function End({
  action,
  what,
  isNow,
  onAct,
}: { action: Action; what: string } & Pick<PartsProps, 'isNow' | 'onAct'>) {
  const { t } = useWords()
  const may = useMay()
  if (!isNow || !may(action.right)) return null
  const label = `${t(action.title)}${t('common.colon')}${what}`
  return (
    <Tooltip label={t(action.title)}>
      <ActionIcon
        size={24}
        variant="subtle"
        color="gray"
        className={classes.edit!}
        aria-label={label}
        onClick={() => onAct(action)}
      >
        <IconX size={14} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Complaints that nobody has resolved, and the loss of the customer: what hurts comes first. */
export function Care({ customer, isNow, onAct }: PartsProps) {
  const words = useWords()
  const { t, word, format } = words
  const may = useMay()
  const open = [...customer.complaints].filter(([, it]) => !it.resolved)
  const { churn } = customer
  return (
    <>
      {churn && (
        <div className={classes.lost} role="note">
          <Text size="sm" fw={650}>
            {t('event.lost', { reason: word('churn', churn.reason) })}
          </Text>
          <Text size="xs">
            {[
              churn.yearlyCost &&
                t('event.yearlyCost', { cost: textOf(churn.yearlyCost, words) }),
              churn.note && personal(churn.note, t),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {isNow && may('churn') && (
            <Button size="compact-xs" variant="default" mt={6} onClick={() => onAct(actions.winBack)}>
              {t('act.winBack')}
            </Button>
          )}
        </div>
      )}
      {(open.length > 0 || (isNow && may('complain'))) && (
        <Section
          title={t('profile.complaints')}
          count={open.length}
          add={<Add action={actions.raiseComplaint(customer)} {...{ isNow, onAct }} />}
        >
          {open.length === 0 ? (
            <Text size="sm" c="var(--ink-faint)">
              {t('profile.noComplaints')}
            </Text>
          ) : (
            <Few of={open}>
              {([id, { details, escalated }]) => (
                <li key={id} data-severity={details.severity}>
                  <Text size="sm">{personal(details.summary, t)}</Text>
                  <Text size="xs" c="var(--ink-soft)">
                    {[
                      word('complaint', details.category),
                      word('severity', details.severity),
                      details.due && t('profile.due', { day: format.date(details.due) }),
                      escalated && t('profile.escalated'),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                  {isNow && may('complain') && (
                    <span className={classes.doing}>
                      <button
                        type="button"
                        className={classes.done}
                        onClick={() => onAct(actions.resolve(id))}
                      >
                        {t('act.resolveDo')}
                      </button>
                      {!escalated && (
                        <button
                          type="button"
                          className={classes.done}
                          onClick={() => onAct(actions.escalate(id))}
                        >
                          {t('act.escalateDo')}
                        </button>
                      )}
                    </span>
                  )}
                </li>
              )}
            </Few>
          )}
        </Section>
      )}
    </>
  )
}

/** Who is responsible beside the owner, and until when. */
export function Others({ version, customer, isNow, onAct }: PartsProps) {
  const { t, format } = useWords()
  const names = useNames()
  const may = useMay()
  const rows: { id: string; kind: 'cover' | 'collaborator' | 'steward'; who: string; until?: string }[] =
    [
      ...[...customer.covers].map(([id, it]) => ({
        id,
        kind: 'cover' as const,
        who: `rep:${it.by}`,
        until: it.until,
      })),
      ...[...customer.collaborators].map(([id, it]) => ({
        id,
        kind: 'collaborator' as const,
        who: `rep:${it.rep}`,
        ...(it.until ? { until: it.until } : {}),
      })),
      ...[...customer.stewards].map(([id, it]) => ({
        id,
        kind: 'steward' as const,
        who: it.account,
        ...(it.until ? { until: it.until } : {}),
      })),
    ]
  const adding: [Action, Key][] = [
    [actions.startCover, 'grant.coverWord'],
    [actions.addCollaborator, 'grant.collaboratorWord'],
    [actions.appointSteward, 'grant.stewardWord'],
  ]
  const offered = isNow ? adding.filter(([{ right }]) => may(right)) : []
  const since = (kind: string, id: string) => {
    const by = customer.since.get(`${kind}:${id}`)
    return by && t('grant.since', { day: format.day(by.effectiveAt) })
  }
  const owned = customer.holder !== undefined && 'rep' in customer.holder
  if (rows.length === 0 && (offered.length === 0 || !owned)) return null
  return (
    <Section title={t('lane.responsible')} count={rows.length}>
      {rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((it) => (
            <li key={it.id}>
              <span className={classes.other}>
                <Face id={it.who.replace('rep:', '')} name={names.actor(it.who)} size={20} />
                {t(`grant.${it.kind}`, { who: names.actor(it.who) })}
              </span>
              <span className="numbers soft">
                {it.until
                  ? t('event.until', { at: format.day(instant(it.until)) })
                  : since(it.kind, it.id)}
                <End
                  action={actions.endGrant(it.kind, it.id, version)}
                  what={names.actor(it.who)}
                  {...{ isNow, onAct }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {owned && offered.length > 0 && (
        <div className={classes.addable}>
          {offered.map(([action, label]) => (
            <button
              key={action.title}
              type="button"
              title={t(action.title)}
              onClick={() => onAct(action)}
            >
              <IconPlus size={12} aria-hidden /> {t(label)}
            </button>
          ))}
        </div>
      )}
    </Section>
  )
}
