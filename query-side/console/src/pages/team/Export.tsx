import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { file, save } from '../../api/client'
import { useWords } from '../../i18n'
import { Problem } from '../../ui/Problem'
import { workbook, type Sheet } from '../../ui/workbook'

/** What is seen here as a file, with names and in the user's language. */
export function Export({
  team,
  sheets,
}: {
  team: string | undefined
  /** Undefined until everything is there. */
  sheets: (() => Sheet[]) | undefined
}) {
  const { t } = useWords()
  const take = useMutation({
    mutationFn: async (made: Sheet[]) => {
      // Whether it may be taken along, and that it was, is the service's to say and to record.
      await file('/api/audit/loads', 'text/csv', { query: { team, format: 'csv' } })
      const name = `${[t('nav.team'), team].filter(Boolean).join(' ')}.xlsx`
      save(workbook(made), name)
      return name
    },
    onSuccess: (name) => notifications.show({ color: 'teal', message: t('audit.saved', { name }) }),
    onError: (error) =>
      notifications.show({ color: 'red', message: <Problem error={error} />, autoClose: false }),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      disabled={!sheets}
      loading={take.isPending}
      onClick={() => take.mutate(sheets!())}
    >
      {t('team.export')}
    </Button>
  )
}
