import { Button, Text } from '@mantine/core'
import { notifyManager, useQueryClient, type Query } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { useWords } from '../i18n'
import { explain } from '../ui/Problem'
import classes from './Shell.module.css'

const hasFailed = (it: Query): boolean => it.isActive() && it.state.status === 'error'

/** What forms offer to choose from. */
const isChoice = (it: Query): boolean => ['reps', 'pools', 'fields'].includes(String(it.queryKey[0]))

/** What is shown and could not be asked for anew; choices, unless their page says itself what keeps it from coming. */
function behind(queries: readonly Query[]): Query | undefined {
  const failed = queries.filter(hasFailed)
  const old = failed.find((it) => it.state.data !== undefined)
  return old ?? (failed.every(isChoice) ? failed[0] : undefined)
}

/** Says so when something that is shown could not be asked for anew: it stays, and may be old. */
export function Behind() {
  const words = useWords()
  const queries = useQueryClient()
  const cache = queries.getQueryCache()
  const error = useSyncExternalStore(
    useCallback((changed) => cache.subscribe(notifyManager.batchCalls(changed)), [cache]),
    () => behind(cache.getAll())?.state.error,
  )
  if (!error) return null
  return (
    <div className={classes.offline} role="status">
      <Text size="sm" fw={600}>
        {words.t('shell.behind')}
      </Text>
      <Text size="sm">{explain(error, words).title}</Text>
      <Button
        size="compact-xs"
        variant="default"
        ml="auto"
        onClick={() =>
          void queries.refetchQueries({ predicate: hasFailed })
        }
      >
        {words.t('common.retry')}
      </Button>
    </div>
  )
}
