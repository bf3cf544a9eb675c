import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { en } from './en'
import { formats, type Formats } from './formats'
import { zh } from './zh'

export type Language = 'en' | 'zh'
export type Key = keyof typeof en
export type Params = Record<string, string | number>
export const LANGUAGES: readonly Language[] = ['en', 'zh']

const CATALOGUES: Record<Language, Record<Key, string>> = { en, zh }
const REMEMBERED = 'custody.language'

export const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')

/** Made once: a number's own `toLocaleString` looks for its format each time. */
const NUMBERS: Record<Language, Intl.NumberFormat> = {
  en: new Intl.NumberFormat(locale('en')),
  zh: new Intl.NumberFormat(locale('zh')),
}

/** Fills `{name}`; of `one|other` takes what fits `{count}`. */
export function translate(language: Language, key: Key, params: Params = {}): string {
  const forms = CATALOGUES[language][key].split('|')
  const form = forms.length > 1 && params['count'] !== 1 ? forms[1]! : forms[0]!
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? NUMBERS[language].format(value) : value
  })
}

const isLanguage = (text: string | null): text is Language => text === 'en' || text === 'zh'

/** The address decides, then what was chosen before, then the browser. */
function initial(): Language {
  const asked = new URLSearchParams(window.location.search).get('lang')
  if (isLanguage(asked)) return asked
  const remembered = window.localStorage.getItem(REMEMBERED)
  if (isLanguage(remembered)) return remembered
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export interface Words {
  language: Language
  setLanguage: (language: Language) => void
  t: (key: Key, params?: Params) => string
  /** The word for a code that the service may extend; the code itself if we have none. */
  word: (prefix: string, code: string) => string
  format: Formats
}

const Context = createContext<Words | null>(null)

export function LanguageProvider({ children, fixed }: { children: ReactNode; fixed?: Language }) {
  const [language, setLanguage] = useState<Language>(() => fixed ?? initial())
  useEffect(() => {
    document.documentElement.lang = locale(language)
    window.localStorage.setItem(REMEMBERED, language)
  }, [language])
  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage,
      t: (key, params) => translate(language, key, params),
      word: (prefix, code) => {
        const key = `${prefix}.${code}`
        return key in en ? translate(language, key as Key) : code
      },
      format: formats(locale(language)),
    }),
    [language],
  )
  return <Context value={words}>{children}</Context>
}

export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('outside of LanguageProvider')
  return words
}
