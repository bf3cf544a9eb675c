import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { LanguageProvider, type Language } from '../i18n'
import { theme } from '../theme'

interface Known {
  reps?: unknown[]
  fields?: { customer: unknown[]; contact: unknown[] }
}

/** As in the product, without a service: what a component asks for has to be given. */
export function show(element: ReactElement, language: Language = 'en', known: Known = {}) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Infinity } },
  })
  queries.setQueryData(['reps'], known.reps ?? [])
  queries.setQueryData(['fields'], known.fields ?? { customer: [], contact: [] })
  return render(
    <MantineProvider theme={theme} env="test">
      <LanguageProvider fixed={language}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={createMemoryRouter([{ path: '*', element }])} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>,
  )
}
