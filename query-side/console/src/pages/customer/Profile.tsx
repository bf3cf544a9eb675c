import { ActionIcon, Text, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { memo, useCallback, useState, type ReactNode } from 'react'
import { useFields } from '../../api/queries'
import type { FieldDefinition } from '../../api/types'
import { useWords } from '../../i18n'
import { openSteps, sameValue, type CustomerAt } from '../../life/customer'
import { isErased, type Recorded, type Value as FieldValue } from '../../life/events'
import { now } from '../../life/time'
import { useMay } from '../../session/session'
import { useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { textOf, Value } from '../../ui/Value'
import classes from './customer.module.css'
import { FieldEditor } from './FieldEditor'
import * as actions from './actions'
import type { Action } from './actions'
import { MergedHere } from './Merged'
import { Add, Care, End, Few, Others, Section } from './Parts'

interface Props {
  id: string
  version: number
  /** At the moment looked at. */
  customer: CustomerAt
  /** As it is now, to mark what is different. */
  present: CustomerAt
  /** Whether the moment looked at is now: only then can anything be changed. */
  isNow: boolean
  onStepDone: (followUp: string) => void
  onVersions: (field: string) => void
  onAct: (action: Action) => void
}

export function Profile(props: Props) {
  const { id, version, customer, present, isNow, onAct, onVersions } = props
  const may = useMay()
  const words = useWords()
  const { t, word, format } = words
  const { fields, label } = useFields()
  const [editing, setEditing] = useState<string | null>(null)
  const onEdit = useCallback((name: string, on: boolean) => setEditing(on ? name : null), [])
  const order = [
    ...(fields?.customer.map((it) => it.name) ?? []),
    ...[...customer.fields.keys(), ...present.fields.keys()],
  ]
  const names = [...new Set(order)].filter(
    (name) => customer.fields.has(name) || (!isNow && present.fields.has(name)),
  )
  const empty = (fields?.customer ?? []).filter((it) => !customer.fields.has(it.name))
  const definition = (name: string) => fields?.customer.find((it) => it.name === name)
  const steps = openSteps(customer)
  const today = now()

  return (
    <div className={classes.profile}>
      <Care {...props} />
      <Section title={t('profile.steps')} count={steps.length}>
        {steps.length === 0 ? (
          <Nothing>{t('profile.noSteps')}</Nothing>
        ) : (
          <Few of={steps}>
            {({ followUp, details }) => {
              const due = details.nextStep?.due
              const late = isNow && due !== undefined && Date.parse(due) * 1000 + 864e8 < today
              return (
                <li key={followUp}>
                  <Text size="sm">{personal(details.nextStep?.what, t)}</Text>
                  <Text size="xs" c={late ? 'var(--removed)' : 'var(--ink-faint)'}>
                    {due
                      ? t(late ? 'profile.overdueSince' : 'profile.due', { day: format.date(due) })
                      : t('profile.noDay')}
                  </Text>
                  {isNow && may('follow-up') && (
                    <button
                      type="button"
                      className={classes.done}
                      onClick={() => props.onStepDone(followUp)}
                    >
                      {t('profile.done')}
                    </button>
                  )}
                </li>
              )
            }}
          </Few>
        )}
      </Section>

      <Section title={t('profile.fields')}>
        <dl className={classes.fields}>
          {names.map((name) => (
            <Field
              key={name}
              {...{ id, version, isNow, onVersions, onEdit, name }}
              label={label(name)}
              definition={definition(name)}
              value={customer.fields.get(name)}
              now={present.fields.get(name)}
              since={customer.since.get(`field:${name}`)}
              editing={editing === name}
            />
          ))}
          {editing !== null && !names.includes(editing) && (
            <Field
              key={editing}
              {...{ id, version, isNow, onVersions, onEdit }}
              name={editing}
              label={label(editing)}
              definition={definition(editing)}
              value={undefined}
              now={undefined}
              since={undefined}
              editing
            />
          )}
        </dl>
        {isNow && may('amend') && empty.length > 0 && (
          <div className={classes.addable}>
            {empty
              .filter((it) => it.name !== editing)
              .map((it) => (
                <button key={it.name} type="button" onClick={() => setEditing(it.name)}>
                  <IconPlus size={12} aria-hidden /> {label(it.name)}
                </button>
              ))}
          </div>
        )}
      </Section>

      <Others {...props} />
      {isNow && <MergedHere id={props.id} />}

      <Section
        title={t('profile.contacts')}
        count={customer.contacts.size}
        add={<Add action={actions.addContact} {...{ isNow, onAct }} />}
      >
        {customer.contacts.size === 0 ? (
          <Nothing>{t('profile.noContacts')}</Nothing>
        ) : (
          <ul className={classes.people}>
            {[...customer.contacts].map(([id, contact]) => {
              const name = contact.get('name')
              const rest = [...contact].filter(([field]) => field !== 'name' && field !== 'role')
              return (
                <li key={id}>
                  <Text size="sm" fw={600}>
                    <Value value={name} />
                    {contact.has('role') && (
                      <Text span size="sm" fw={400} c="var(--ink-soft)">
                        {' · '}
                        <Value value={contact.get('role')} />
                      </Text>
                    )}
                    {isNow && may('amend') && (
                      <span className={classes.since}>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          size={24}
                          className={classes.edit!}
                          aria-label={t('profile.edit', { field: textOf(name, words) })}
                          onClick={() => onAct(actions.amendContact(id, contact, version))}
                        >
                          <IconPencil size={14} stroke={1.7} />
                        </ActionIcon>
                        <End
                          action={actions.removeContact(id, version)}
                          what={textOf(name, words)}
                          {...{ isNow, onAct }}
                        />
                      </span>
                    )}
                  </Text>
                  {rest.map(([field, value]) => (
                    <Text key={field} size="sm" c="var(--ink-soft)">
                      <span className="faint">{label(field, 'contact')}</span> <Value value={value} />
                    </Text>
                  ))}
                </li>
              )
            })}
          </ul>
        )}
      </Section>

      {(customer.dates.size > 0 || (isNow && may('amend'))) && (
        <Section
          title={t('profile.dates')}
          count={customer.dates.size}
          add={<Add action={actions.addDate(customer)} {...{ isNow, onAct }} />}
        >
          <ul className={classes.rows}>
            {[...customer.dates].map(([id, it]) => (
              <li key={id}>
                <span>
                  {word('dateKind', it.kind)}
                  {it.label && <span className="soft"> · {personal(it.label, t)}</span>}
                </span>
                <span className="numbers soft">
                  {isErased(it.date) ? t('common.erased') : format.date(it.date)}
                  {it.calendar === 'lunar' && ` ${t('profile.lunar')}`}
                  {it.yearly && ` · ${t('profile.yearly')}`}
                  <End
                    action={actions.removeDate(id, version)}
                    what={word('dateKind', it.kind)}
                    {...{ isNow, onAct }}
                  />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}

      {(customer.assortment.size > 0 || (isNow && may('amend'))) && (
        <Section
          title={t('profile.assortment')}
          count={customer.assortment.size}
          add={<Add action={actions.reportAssortment()} {...{ isNow, onAct }} />}
        >
          <ul className={classes.rows}>
            {[...customer.assortment.values()].map((it) => (
              <li key={it.product}>
                <span>{it.product}</span>
                <span className="numbers soft">
                  {[
                    it.monthlyVolume !== undefined &&
                      t('event.monthly', { count: it.monthlyVolume }),
                    it.stock !== undefined && t('event.stock', { count: it.stock }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

/** Left as it is while one scrubs past what does not change it. */
const Field = memo(function Field({
  id,
  version,
  name,
  label,
  definition,
  value,
  now: present,
  since,
  isNow,
  editing,
  onEdit,
  onVersions,
}: Pick<Props, 'id' | 'version' | 'isNow' | 'onVersions'> & {
  name: string
  label: string
  definition: FieldDefinition | undefined
  value: FieldValue | undefined
  now: FieldValue | undefined
  since: Recorded | undefined
  editing: boolean
  onEdit: (name: string, on: boolean) => void
}) {
  const { t, format } = useWords()
  const names = useNames()
  const may = useMay()
  const differs = !isNow && !sameValue(value, present)
  return (
    <div className={classes.field} data-differs={differs || undefined}>
      <dt>{label}</dt>
      <dd>
        {editing && definition ? (
          <FieldEditor
            id={id}
            version={version}
            definition={definition}
            label={label}
            value={value}
            onDone={() => onEdit(name, false)}
          />
        ) : (
          <>
            <span className={classes.value}>
              <Value value={value} />
              {differs && (
                <span className={classes.present}>
                  {t('profile.nowIs')} <Value value={present} />
                </span>
              )}
            </span>
            <span className={classes.since}>
              {since && (
                <Tooltip label={t('profile.since', {
                  by: names.actor(since.actor),
                  day: format.minute(since.effectiveAt),
                })}>
                  <button type="button" onClick={() => onVersions(name)}>
                    {format.day(since.effectiveAt)}
                  </button>
                </Tooltip>
              )}
              {isNow && may('amend') && definition && !isErased(value) && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  className={classes.edit!}
                  aria-label={t('profile.edit', { field: label })}
                  onClick={() => onEdit(name, true)}
                >
                  <IconPencil size={14} stroke={1.7} />
                </ActionIcon>
              )}
            </span>
          </>
        )}
      </dd>
    </div>
  )
})

function Nothing({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="var(--ink-faint)">
      {children}
    </Text>
  )
}
