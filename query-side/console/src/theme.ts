import { createTheme, type MantineColorsTuple } from '@mantine/core'

const indigo: MantineColorsTuple = [
  '#eef1ff', '#dfe3fc', '#bdc5f5', '#98a4ee', '#7a88e8', '#6676e4', '#5b6ce3', '#4653d6', '#3c48bf', '#323da8',
]

// From text to page: the blue greys of theme.css instead of Mantine's neutral ones.
const dark: MantineColorsTuple = [
  '#d5dbe6', '#b3bccb', '#8f99ab', '#667080', '#3a4252', '#272d39', '#1d222c', '#171b23', '#12161d', '#0f1218',
]

// Chinese faces by name, so that they win over a Latin face's missing glyphs and over Japanese forms.
const FACES =
  "'Inter Variable', -apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', " +
  "'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', sans-serif"

export const theme = createTheme({
  colors: { indigo, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: FACES,
  headings: { fontFamily: FACES, fontWeight: '650' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Button: { defaultProps: { size: 'sm' } },
  },
})
