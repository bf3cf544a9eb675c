import {
  ActionIcon,
  SegmentedControl,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useSearchParams } from 'react-router'
import { LANGUAGES, useWords, type Language } from '../i18n'

export function LanguageChoice() {
  const { t, language, setLanguage } = useWords()
  const [search, setSearch] = useSearchParams()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('shell.language')}
      value={language}
      onChange={(value) => {
        setLanguage(value as Language)
        if (search.has('lang')) {
          setSearch(
            (before) => {
              before.set('lang', value)
              return before
            },
            { replace: true },
          )
        }
      }}
      data={LANGUAGES.map((value) => ({ value, label: value === 'zh' ? '中文' : 'English' }))}
    />
  )
}

export function SchemeChoice() {
  const { t } = useWords()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const label = t(dark ? 'shell.light' : 'shell.dark')
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <IconSun size={18} stroke={1.7} /> : <IconMoon size={18} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  )
}
