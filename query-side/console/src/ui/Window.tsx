import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n'

/** What has the focus; if that is part of a menu, which is about to close, what opened the menu. */
function focused(): HTMLElement | null {
  const at = document.activeElement
  const opener = at?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  const it = opener ? document.getElementById(opener) : at
  return it instanceof HTMLElement ? it : null
}

/** A window that is open for as long as it is there. Whoever opened it goes on where they were. */
export function Window(props: Omit<ModalProps, 'opened'>) {
  const { t } = useWords()
  const [before] = useState(focused)
  useEffect(
    () => () => {
      // The window's own parts are let go of first.
      window.setTimeout(() => {
        const at = document.activeElement
        if (at === null || at === document.body) before?.focus({ preventScroll: true })
      })
    },
    [before],
  )
  return <Modal opened closeButtonProps={{ 'aria-label': t('common.close') }} {...props} />
}
