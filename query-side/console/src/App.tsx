import { MantineProvider, MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { ApiProblem } from './api/problem'
import { LanguageProvider, useWords } from './i18n'
import { Arriving } from './shell/Arriving'
import { Broken } from './shell/Broken'
import { SessionGate } from './session/SessionGate'
import { PAGES } from './shell/pages'
import { Home, Shell } from './shell/Shell'
import { styleNonce } from './nonce'
import { theme } from './theme'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only what never reached the service is worth another try.
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 502),
      staleTime: 10_000,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export const routes: RouteObject[] = [
  { path: '/set-up', lazy: () => import('./session/SetUp'), HydrateFallback: Arriving },
  { path: '/password', lazy: () => import('./session/SetPassword'), HydrateFallback: Arriving },
  {
    path: '/',
    element: (
      <SessionGate>
        <Shell />
      </SessionGate>
    ),
    ErrorBoundary: Broken,
    HydrateFallback: Arriving,
    children: [
      {
        // A page that fails leaves the way to the others.
        ErrorBoundary: Broken,
        children: [
          { index: true, element: <Home /> },
          ...PAGES.map(({ path, page }) => ({ path, lazy: page })),
          { path: '*', lazy: () => import('./shell/NotFound') },
        ],
      },
    ],
  },
]

const router = createBrowserRouter(routes)

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Said />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  )
}

/** What was done, said in a corner for a while. */
function Said() {
  const { t } = useWords()
  const closeButtonProps = { 'aria-label': t('common.close') }
  return (
    <MantineThemeProvider theme={{ components: { Notification: { defaultProps: { closeButtonProps } } } }}>
      <Notifications position="bottom-right" />
    </MantineThemeProvider>
  )
}
