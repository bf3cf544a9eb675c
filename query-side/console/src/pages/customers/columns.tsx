import { useMemo, type ReactNode } from 'react'
import { useFields } from '../../api/queries'
import type { CustomerRow } from '../../api/types'
import { useWords } from '../../i18n'
import { parseInstant } from '../../life/time'
import { Grade } from '../../ui/grade'
import { HolderName } from '../../ui/holder'
import { Value } from '../../ui/Value'

export interface Column {
  key: string
  label: string
  /** By what the service sorts, if it does. */
  sort?: string
  width: string
  numbers?: boolean
  cell: (row: CustomerRow) => ReactNode
}

/** Every column there can be, in the order to choose them. The name stands apart: it is the link. */
export function useColumns(): Map<string, Column> {
  const { t, word, format } = useWords()
  const { fields, label } = useFields()
  return useMemo(() => {
    const moment = (text: string) => {
      const at = parseInstant(text)
      return (
        at !== undefined && (
          <time dateTime={text} title={format.minute(at)}>
            {format.ago(at)}
          </time>
        )
      )
    }
    const columns: Column[] = [
      { key: 'name', label: t('customers.name'), sort: 'name', width: 'minmax(200px, 2.4fr)', cell: () => null },
      {
        key: 'grade',
        label: t('customers.grade'),
        sort: 'grade',
        width: '76px',
        cell: (row) => row.classification && <Grade {...row.classification} />,
      },
      {
        key: 'holder',
        label: t('customers.owner'),
        width: 'minmax(130px, 1.3fr)',
        cell: (row) => row.holder && <HolderName holder={row.holder} />,
      },
      {
        key: 'kind',
        label: t('list.kind'),
        width: '84px',
        cell: (row) => word('kind', row.kind),
      },
      ...(fields?.customer ?? [])
        .filter((field) => field.name !== 'name')
        .map((field) => ({
          key: field.name,
          label: label(field.name),
          width: field.type === 'text' ? 'minmax(110px, 1fr)' : 'minmax(136px, 1.1fr)',
          numbers: field.type !== 'text',
          cell: (row: CustomerRow) => <Value value={row.fields[field.name]} />,
        })),
      {
        key: 'registered',
        label: t('list.registered'),
        sort: 'registered',
        width: 'minmax(110px, 0.9fr)',
        numbers: true,
        cell: (row) => moment(row.registeredAt),
      },
      {
        key: 'updated',
        label: t('customers.updated'),
        sort: 'updated',
        width: 'minmax(110px, 0.9fr)',
        numbers: true,
        cell: (row) => moment(row.updatedAt),
      },
    ]
    return new Map(columns.map((column) => [column.key, column]))
  }, [fields, label, t, word, format])
}
