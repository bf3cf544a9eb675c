import { useSearch } from './useSearch'

/** What is asked, as it stands in the address, and a way to change some of it. */
export function useAddress() {
  const [params, setParams] = useSearch()
  const put = (changes: Record<string, string | null | undefined>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  return [params, put] as const
}
