import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { ApiProblem } from './api/problem'
import { LanguageProvider } from './i18n'
import { Broken } from './shell/Broken'
import { SessionGate } from './session/SessionGate'
import { Shell } from './shell/Shell'
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
  { path: '/set-up', lazy: () => import('./session/SetUp'), HydrateFallback: () => null },
  { path: '/password', lazy: () => import('./session/SetPassword'), HydrateFallback: () => null },
  {
    path: '/',
    element: (
      <SessionGate>
        <Shell />
      </SessionGate>
    ),
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Navigate to="/today" replace /> },
      { path: 'today', lazy: () => import('./pages/today/Today') },
      { path: 'customers', lazy: () => import('./pages/customers/Customers') },
      { path: 'customers/enter', lazy: () => import('./pages/entry/Entry') },
      { path: 'customers/:id', lazy: () => import('./pages/customer/Customer') },
      { path: 'map', lazy: () => import('./pages/map/Map') },
      { path: 'pool', lazy: () => import('./pages/pool/Pools') },
      { path: 'reps', lazy: () => import('./pages/reps/Reps') },
      { path: 'reps/:id', lazy: () => import('./pages/reps/Rep') },
      { path: 'handovers', lazy: () => import('./pages/handovers/Handovers') },
      { path: 'handovers/new', lazy: () => import('./pages/handovers/NewHandover') },
      { path: 'handovers/:id/:step?', lazy: () => import('./pages/handovers/Handover') },
      { path: 'ownership', lazy: () => import('./pages/ownership/Ownership') },
      { path: 'rules', lazy: () => import('./pages/rules/Rules') },
      { path: 'rules/:id', lazy: () => import('./pages/rules/Rule') },
      { path: 'customers/:id/events/:event', lazy: () => import('./pages/event/Event') },
      { path: 'events/:id', lazy: () => import('./pages/event/Event') },
      { path: 'audit', lazy: () => import('./pages/audit/Audit') },
      { path: 'access-log', lazy: () => import('./pages/looks/AccessLog') },
      { path: 'users', lazy: () => import('./pages/access/Users') },
      { path: 'service-accounts', lazy: () => import('./pages/access/ServiceAccounts') },
      { path: 'erasures', lazy: () => import('./pages/erasures/Erasures') },
      { path: 'erasures/:id', lazy: () => import('./pages/erasures/Erasure') },
      { path: 'import', lazy: () => import('./pages/import/Import') },
      { path: 'operations', lazy: () => import('./pages/operations/Operations') },
      { path: '*', lazy: () => import('./shell/NotFound') },
    ],
  },
]

const router = createBrowserRouter(routes)

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  )
}
