import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n'
import classes from './customers.module.css'

/** Short: what was asked for a letter ago is given up as soon as the next one is typed. */
const TYPING = 40

/** What is being typed is known here only, so that a letter draws nothing anew but itself. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const [q] = useDebouncedValue(typed.trim(), TYPING)
  const input = useRef<HTMLInputElement>(null)
  useHotkeys([['/', () => input.current?.focus()]])
  // What the address says already, and what it is still about to say after that.
  const sent = useRef([value])
  useEffect(() => {
    if (q === sent.current.at(-1)) return
    sent.current.push(q)
    onSearch(q)
  }, [q, onSearch])
  useEffect(() => {
    const own = sent.current.indexOf(value)
    if (own >= 0) {
      sent.current.splice(0, own)
    } else {
      // A saved view or a link says what is searched for.
      sent.current = [value]
      setTyped(value)
    }
  }, [value])
  return (
    <TextInput
      ref={input}
      className={classes.search!}
      aria-label={t('customers.search')}
      placeholder={t('customers.searchHint')}
      leftSection={<IconSearch size={16} stroke={1.8} />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label={t('customers.clear')} onClick={() => setTyped('')} />
        ) : (
          <Kbd size="xs">/</Kbd>
        )
      }
      value={typed}
      onChange={(e) => setTyped(e.currentTarget.value)}
    />
  )
}
