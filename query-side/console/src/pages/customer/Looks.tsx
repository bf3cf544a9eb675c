import { Button, Skeleton, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { request } from '../../api/client'
import type { LooksPage } from '../../api/types'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useNames } from '../../ui/holder'
import { Empty } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { aboutOf } from '../looks/operations'

/** Who looked at the customer, when and why: for those entitled to know. */
export function Looks({ id }: { id: string }) {
  const { t, word, format, language } = useWords()
  const names = useNames()
  const query = useInfiniteQuery({
    queryKey: ['looks', id],
    queryFn: ({ pageParam, signal }) =>
      request<LooksPage>('GET', `/api/customers/${id}/looks`, {
        query: { cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  if (query.error && !query.data) return <Problem error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton height={160} />
  const looks = query.data.pages.flatMap((page) => page.looks)
  if (looks.length === 0) return <Empty title={t('looked.nobody')} />
  return (
    <>
      <Text size="sm" c="var(--ink-soft)" mb="sm">
        {t('looked.lead')}
      </Text>
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('table.when')}</Table.Th>
            <Table.Th>{t('looked.who')}</Table.Th>
            <Table.Th>{t('looked.did')}</Table.Th>
            <Table.Th>{t('common.reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {looks.map((it) => (
            <Table.Tr key={`${it.correlationId} ${it.at} ${it.operation}`}>
              <Table.Td className="numbers">{format.minute(instant(it.at))}</Table.Td>
              <Table.Td>{names.actor(it.actor)}</Table.Td>
              <Table.Td>
                {word('looked', it.action)}
                <span className="soft">
                  {' · '}
                  {[aboutOf(it.operation, language), word('channel', it.channel)].filter(Boolean).join(' · ')}
                </span>
              </Table.Td>
              <Table.Td>{it.reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('looked.more')}
        </Button>
      )}
    </>
  )
}
