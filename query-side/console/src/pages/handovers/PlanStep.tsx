import { ActionIcon, Button, Group, Menu, NumberInput, Select, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import {
  useCaseCommand,
  useHeld,
  useLoads,
  type Case,
  type Plan,
  type Split,
} from '../../api/handovers'
import { useFields, usePools, useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { Face, useNames } from '../../ui/holder'
import { Problem } from '../../ui/Problem'
import { RepsInput } from './RepsInput'
import { Scope } from './Scope'
import { SplitEditor } from './SplitEditor'
import { EMPTY, facetsOf, inScope, without } from './plan'
import { isPlannable } from './status'
import classes from './handovers.module.css'

const NEW: Record<Split['by'], Split> = {
  field: { by: 'field', field: 'region', choices: [] },
  relationship: { by: 'relationship', atLeast: 1 },
  balance: { by: 'balance', among: [], weights: {} },
  'round-robin': { by: 'round-robin', among: [] },
}

/** How the customers are to be split: rules, tried one after the other. */
export function PlanStep({ it }: { it: Case }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const navigate = useNavigate()
  const { reps } = useReps()
  const { fields, label } = useFields()
  const pools = usePools()
  const [plan, setPlan] = useState<Plan>(() => it.rules ?? EMPTY)
  const held = useHeld(it.from)
  const rows = useMemo(() => held.data ?? [], [held.data])
  const command = useCaseCommand(it.id)
  const open = isPlannable(it)

  const facets = useMemo(() => {
    const customer = fields?.customer ?? []
    const names = customer.filter((one) => !one.personal).map((one) => one.name)
    return facetsOf(rows, ['grade', 'kind', ...names])
  }, [rows, fields])
  const labelOf = (field: string) =>
    field === 'grade' || field === 'kind' ? t(`handover.field.${field}`) : label(field)
  const wordOf = (field: string, value: string) => (field === 'kind' ? word('kind', value) : value)

  const chosen = plan.receivers.map((one) => one.rep)
  const loads = useLoads(chosen)
  const count = inScope(rows, plan.scope)
  const choosable = reps.filter(
    (rep) => rep.status === 'active' && (it.cause === 'territory' || !it.from.includes(rep.id)),
  )
  const setSplit = (i: number, split: Split) =>
    setPlan({ ...plan, splits: plan.splits.map((one, j) => (i === j ? split : one)) })
  const swap = (i: number, j: number) => {
    const splits = [...plan.splits]
    ;[splits[i], splits[j]] = [splits[j]!, splits[i]!]
    setPlan({ ...plan, splits })
  }
  /** Nothing says yet where any customer goes. */
  const undecided = plan.splits.length === 0 && plan.exceptions.length === 0 && !plan.restTo
  const save = () =>
    command.mutate(
      { below: '/plan', body: plan },
      { onSuccess: () => void navigate(`/handovers/${it.id}/preview`) },
    )

  return (
    <fieldset className={classes.plan} disabled={!open}>
      {!open && <Text c="var(--ink-soft)">{t('handover.planFixed')}</Text>}
      <section className="panel" aria-labelledby="scope">
        <h2 id="scope">{t('handover.scope')}</h2>
        <p className="soft">{t('handover.scopeLead')}</p>
        <Scope
          scope={plan.scope}
          facets={facets}
          labelOf={labelOf}
          wordOf={wordOf}
          onChange={(scope) => setPlan({ ...plan, scope })}
        />
        {held.error && !held.data && <Problem error={held.error} retry={() => void held.refetch()} />}
        {held.data && (
          <p className={`numbers ${classes.count}`} role="status">
            {t('handover.inScope', { count, all: rows.length })}
          </p>
        )}
      </section>

      <section className="panel" aria-labelledby="receivers">
        <h2 id="receivers">{t('handover.receivers')}</h2>
        <p className="soft">{t('handover.receiversLead')}</p>
        <RepsInput
          label={t('handover.addReceivers')}
          reps={choosable}
          value={chosen}
          onChange={(next) => {
            const gone = chosen.filter((rep) => !next.includes(rep))
            const kept = gone.reduce(without, plan)
            const come = next.filter((rep) => !chosen.includes(rep)).map((rep) => ({ rep }))
            setPlan({ ...kept, receivers: [...kept.receivers, ...come] })
          }}
        />
        <ul className={classes.receivers}>
          {plan.receivers.map(({ rep, capacity }) => (
            <li key={rep}>
              <Face id={rep} name={names.rep(rep)} size={30} />
              <span>
                <b>{names.rep(rep)}</b>
                <span className="faint numbers">
                  {loads.data?.has(rep)
                    ? t('handover.hasNow', { count: loads.data.get(rep)! })
                    : '\u00a0'}
                </span>
              </span>
              <NumberInput
                size="xs"
                w={132}
                min={0}
                allowDecimal={false}
                allowNegative={false}
                label={t('handover.capacity')}
                placeholder={t('handover.anyNumber')}
                value={capacity ?? ''}
                onChange={(value) =>
                  setPlan({
                    ...plan,
                    receivers: plan.receivers.map((one) =>
                      one.rep === rep
                        ? { rep, capacity: typeof value === 'number' ? value : null }
                        : one,
                    ),
                  })
                }
              />
            </li>
          ))}
        </ul>
      </section>

      <section className="panel" aria-labelledby="splits">
        <h2 id="splits">{t('handover.splits')}</h2>
        <p className="soft">{t('handover.splitsLead')}</p>
        <ol className={classes.splits}>
          {plan.splits.map((split, i) => (
            // A rule has no identity but its place.
            <li key={i}>
              <SplitEditor
                split={split}
                number={i + 1}
                receivers={chosen}
                facets={facets}
                labelOf={labelOf}
                wordOf={wordOf}
                onChange={(next) => setSplit(i, next)}
                onUp={i > 0 ? () => swap(i, i - 1) : undefined}
                onDown={i < plan.splits.length - 1 ? () => swap(i, i + 1) : undefined}
                onRemove={() =>
                  setPlan({ ...plan, splits: plan.splits.filter((_, j) => j !== i) })
                }
              />
            </li>
          ))}
        </ol>
        <Menu position="bottom-start" withinPortal={false}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={15} aria-hidden />}
              disabled={!open || chosen.length === 0}
            >
              {t('handover.addSplit')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {Object.values(NEW).map((split) => (
              <Menu.Item
                key={split.by}
                onClick={() => setPlan({ ...plan, splits: [...plan.splits, split] })}
              >
                <b>{word('split', split.by)}</b>
                <Text size="xs" c="var(--ink-soft)">
                  {word('splitMeans', split.by)}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {chosen.length === 0 && <Text size="sm" c="var(--ink-soft)">{t('handover.receiversFirst')}</Text>}
      </section>

      <section className="panel" aria-labelledby="rest">
        <h2 id="rest">{t('handover.rest')}</h2>
        <Group align="flex-end" gap="lg">
          <Select
            size="sm"
            w={280}
            label={t('handover.restTo')}
            clearable
            placeholder={t('handover.restStays')}
            data={(pools.data?.pools ?? []).map((one) => one.pool)}
            value={plan.restTo ?? null}
            onChange={(restTo) => setPlan({ ...plan, restTo })}
            clearButtonProps={{ 'aria-label': t('customers.clear') }}
          />
          <NumberInput
            size="sm"
            w={240}
            min={1}
            max={365}
            label={t('handover.firstContact')}
            value={plan.firstContactDays}
            onChange={(value) =>
              typeof value === 'number' && setPlan({ ...plan, firstContactDays: value })
            }
          />
        </Group>
      </section>

      {plan.exceptions.length > 0 && (
        <section className="panel" aria-labelledby="exceptions">
          <h2 id="exceptions">{t('handover.exceptions')}</h2>
          <ul className={classes.exceptions}>
            {plan.exceptions.map(({ customers, to }) => (
              <li key={JSON.stringify(to ?? null)}>
                <span className="numbers">
                  {t('handover.customers', { count: customers.length })} →{' '}
                  {to ? names.holder(to) : t('handover.stay')}
                </span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={!open}
                  aria-label={t('handover.forgetExceptions')}
                  onClick={() =>
                    setPlan({
                      ...plan,
                      exceptions: plan.exceptions.filter((one) => one.to !== to),
                    })
                  }
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </section>
      )}

      {command.error && <Problem error={command.error} />}
      <div className={classes.bar}>
        <Text size="sm" c="var(--ink-soft)">
          {it.planned &&
            t('handover.plannedAt', {
              who: names.actor(it.planned.by),
              count: it.plan,
            })}
          {it.status === 'approved' && ` ${t('handover.approvalLost')}`}
          {undecided && t('handover.undecided')}
        </Text>
        <Button
          size="md"
          onClick={save}
          loading={command.isPending}
          disabled={!open || undecided}
        >
          {t('handover.toPreview', { number: format.number(count) })}
        </Button>
      </div>
    </fieldset>
  )
}
