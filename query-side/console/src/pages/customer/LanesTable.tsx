import { Button, Table, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../../i18n'
import type { Bar, MarkLane } from '../../lanes/model'
import type { Micros } from '../../life/time'
import classes from './customer.module.css'

const STEP = 100

/** The same as the lanes, for who reads better than looks. */
export function LanesTable({
  lanes,
  bars,
  also,
  onShow,
  onAt,
}: {
  lanes: readonly MarkLane[]
  bars: readonly Bar[]
  also: readonly Bar[]
  onShow: (event: string) => void
  onAt: (at: Micros) => void
}) {
  const { t, format } = useWords()
  const [shown, setShown] = useState(STEP)
  const lasting = (lane: string) => (bar: Bar) => ({
    id: `bar-${bar.id}`,
    at: bar.from,
    lane,
    title: bar.title,
    detail: bar.open ? undefined : t('lanes.until', { at: format.day(bar.to) }),
    event: bar.event,
    struck: false,
  })
  const rows = [
    ...bars.map(lasting(t('lane.owner'))),
    ...also.map(lasting(t('lane.responsible'))),
    ...lanes.flatMap((lane) =>
      lane.marks.map((mark) => ({
        id: `${lane.id}-${mark.id}`,
        at: mark.at,
        lane: lane.label,
        title: mark.title,
        detail: mark.detail,
        event: mark.event,
        struck: mark.look === 'struck',
      })),
    ),
  ].sort((a, b) => b.at - a.at)
  return (
    <div className={classes.tableView} tabIndex={0} role="region" aria-label={t('timeline.asTable')}>
      <Table stickyHeader verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={{ base: 104, xs: 190 }}>{t('table.when')}</Table.Th>
            <Table.Th w={130} visibleFrom="xs">
              {t('table.lane')}
            </Table.Th>
            <Table.Th>{t('table.what')}</Table.Th>
            <Table.Th w={{ base: 96, xs: 140 }} aria-label={t('table.actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, shown).map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td className="numbers">
                <UnstyledButton fz="sm" className={classes.when!} onClick={() => onAt(row.at)}>
                  {format.minute(row.at)}
                </UnstyledButton>
              </Table.Td>
              <Table.Td visibleFrom="xs">{row.lane}</Table.Td>
              <Table.Td>
                <Text span inherit hiddenFrom="xs" className="soft">
                  {row.lane} ·{' '}
                </Text>
                {row.struck ? <s>{row.title}</s> : <b>{row.title}</b>}
                {row.detail && <span className="soft"> {row.struck ? <s>{row.detail}</s> : row.detail}</span>}
              </Table.Td>
              <Table.Td>
                {row.event && (
                  <Button size="compact-xs" variant="subtle" onClick={() => onShow(row.event!)}>
                    {t('lanes.inHistory')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > shown && (
        <Button variant="default" size="xs" m="md" onClick={() => setShown(shown + STEP)}>
          {t('common.more', { count: rows.length - shown })}
        </Button>
      )}
    </div>
  )
}
