import { Button, Group, Select, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import {
  useCaseCommand,
  useLoads,
  usePreview,
  usePreviewRows,
  type Case,
  type Plan,
  type Receiving,
} from '../../api/handovers'
import { useWords } from '../../i18n'
import type { Holder } from '../../life/events'
import { instant } from '../../life/time'
import { useNames } from '../../ui/holder'
import { Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { keyOf, Receivers, STAYS } from './Receivers'
import { Rows } from './Rows'
import { placed } from './plan'
import { isPlannable } from './status'
import classes from './handovers.module.css'

/** Who would go where, before anything moves; customers are placed by hand here. */
export function PreviewStep({ it }: { it: Case }) {
  const { t, format } = useWords()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const preview = usePreview(it)
  const rows = usePreviewRows(it)
  const command = useCaseCommand(it.id)
  const [exceptions, setExceptions] = useState<Plan['exceptions']>(it.rules?.exceptions ?? [])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const open = isPlannable(it)
  const changed = exceptions !== (it.rules?.exceptions ?? exceptions)
  const byHand = useMemo(() => {
    const map = new Map<string, Holder | null>()
    if (changed) {
      for (const { customers, to } of exceptions) {
        for (const customer of customers) map.set(customer, to ?? null)
      }
    }
    return map
  }, [exceptions, changed])

  const only = params.get('to')
  const show = (key: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (key && key !== only) next.set('to', key)
        else next.delete('to')
        return next
      },
      { replace: true },
    )
  const place = (customers: readonly string[], to: Holder | null) => {
    if (customers.length === 0) return
    setExceptions((before) => placed(before, customers, to))
    setChosen(new Set())
  }
  const again = (next: Plan['exceptions']) =>
    command.mutate({ below: '/plan', body: { ...it.rules, exceptions: next } })

  // Whoever gets nobody by the rules can still be given some by hand.
  const idle = open ? targets(it).filter((to) => !got(preview.data?.receivers, to)) : []
  const loads = useLoads(idle.flatMap((to) => ('rep' in to ? [to.rep] : [])))

  if (preview.error && !preview.data) return <Problem error={preview.error} retry={() => void preview.refetch()} />
  if (!preview.data) {
    return (
      <>
        <p className="soft" role="status">
          {t('handover.workingOut')}
        </p>
        <Loading />
      </>
    )
  }
  const { data } = preview
  const changes = data.changes
  const different = changes ? changes.gone + changes.come + changes.otherwise : 0
  const staying = Object.values(data.unplaced).reduce((sum, n) => sum + n, 0)
  return (
    <>
      <p className={classes.summary}>
        {t('handover.summary', {
          count: data.customers,
          receivers: t('handover.receiverCount', { count: data.receivers.length }),
        })}
        {staying > 0 && <span className="soft"> {t('handover.staying', { count: staying })}</span>}
        <span className="faint numbers"> · {format.minute(instant(data.madeAt))}</span>
      </p>
      {different > 0 && open && (
        <Banner
          action={
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={15} aria-hidden />}
              loading={command.isPending}
              onClick={() => again(exceptions)}
            >
              {t('handover.workOutAgain')}
            </Button>
          }
        >
          <b>{t('handover.changedSince')}</b>{' '}
          {[
            changes!.gone > 0 && t('handover.gone', { count: changes!.gone }),
            changes!.come > 0 && t('handover.come', { count: changes!.come }),
            changes!.otherwise > 0 && t('handover.otherwise', { count: changes!.otherwise }),
          ]
            .filter(Boolean)
            .join(t('common.comma'))}
        </Banner>
      )}
      <Receivers
        preview={data}
        idle={idle.map((to) => ({ to, before: 'rep' in to ? loads.data?.get(to.rep) : undefined }))}
        only={only}
        onOnly={show}
        onDrop={open ? (to) => place([...chosen], to) : undefined}
      />
      {rows.error && !rows.data && <Problem error={rows.error} retry={() => void rows.refetch()} />}
      {rows.data && (
        <Rows
          rows={rows.data}
          only={only}
          byHand={byHand}
          chosen={chosen}
          onChosen={open ? setChosen : undefined}
          several={it.from.length > 1}
        >
          {open && (
            <PlaceInput
              count={chosen.size}
              holders={targets(it)}
              onPlace={(to) => place([...chosen], to)}
            />
          )}
        </Rows>
      )}
      {command.error && <Problem error={command.error} />}
      <div className={classes.bar}>
        {changed ? (
          <>
            <Text size="sm">{t('handover.placedByHand', { count: byHand.size })}</Text>
            <Group gap="xs">
              <Button
                variant="default"
                onClick={() => setExceptions(it.rules?.exceptions ?? [])}
              >
                {t('handover.forget')}
              </Button>
              <Button loading={command.isPending} onClick={() => again(exceptions)}>
                {t('handover.workOutAgain')}
              </Button>
            </Group>
          </>
        ) : (
          <>
            <Text size="sm" c="var(--ink-soft)">
              {open ? t('handover.placeHint') : ''}
            </Text>
            <Group gap="xs">
              {open && (
                <Button variant="default" onClick={() => void navigate(`/handovers/${it.id}/plan`)}>
                  {t('handover.backToPlan')}
                </Button>
              )}
              <Button size="md" onClick={() => void navigate(`/handovers/${it.id}/move`)}>
                {t('handover.toApproval')}
              </Button>
            </Group>
          </>
        )}
      </div>
    </>
  )
}

/** Where customers can be placed by hand. */
const targets = ({ rules }: Case): Holder[] => [
  ...(rules?.receivers ?? []).map(({ rep }): Holder => ({ rep })),
  ...(rules?.restTo ? [{ pool: rules.restTo }] : []),
]

const got = (receivers: readonly Receiving[] | undefined, to: Holder) =>
  receivers?.some((it) => keyOf(it.to) === keyOf(to)) ?? true

export function Banner({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
      <span>{children}</span>
      {action}
    </div>
  )
}

/** The way to place customers without a mouse. */
function PlaceInput({
  count,
  holders,
  onPlace,
}: {
  count: number
  holders: Holder[]
  onPlace: (to: Holder | null) => void
}) {
  const { t } = useWords()
  const names = useNames()
  const label = count === 0 ? t('handover.chooseRows') : t('handover.placeChosen', { count })
  return (
    <Select
      size="xs"
      w={240}
      // Not disabled, which would take the focus away from whoever has just placed some.
      readOnly={count === 0}
      aria-label={label}
      placeholder={label}
      data={[
        ...holders.map((to) => ({ value: keyOf(to), label: names.holder(to) })),
        { value: STAYS, label: t('handover.stay') },
      ]}
      value={null}
      onChange={(key) => {
        if (key) onPlace(key === STAYS ? null : (holders.find((to) => keyOf(to) === key) ?? null))
      }}
    />
  )
}
