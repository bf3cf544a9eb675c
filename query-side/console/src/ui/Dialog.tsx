import { Button, Group } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useWords } from '../i18n'
import { Problem } from './Problem'
import { useOnce } from './useOnce'
import { Window } from './Window'

interface Props {
  title: string
  close: () => void
  action: string
  ready?: boolean
  pending: boolean
  error: unknown
  /** Colours the action as one that cannot be taken back. */
  grave?: boolean
  submit: () => void
  children: ReactNode
}

/** A form in a window: what is asked, what went wrong, the way out and the way on. */
export function Dialog({ title, close, action, ready = true, pending, error, grave, submit, children }: Props) {
  const { t } = useWords()
  const send = useOnce(submit)
  // A click that misses the window must not take along what was typed.
  const [begun, setBegun] = useState(false)
  return (
    <Window
      onClose={close}
      title={title}
      closeOnClickOutside={!begun}
      centered
    >
      <form
        onChange={() => setBegun(true)}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !pending) send()
        }}
        style={{ display: 'grid', gap: 14 }}
      >
        {children}
        {error !== null && error !== undefined && <Problem error={error} />}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={pending} {...(grave ? { color: 'red.8' } : {})}>
            {action}
          </Button>
        </Group>
      </form>
    </Window>
  )
}
