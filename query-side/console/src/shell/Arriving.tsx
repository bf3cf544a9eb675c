/** What stands in the start page already, until there is more to show. */
export function Arriving() {
  return (
    <div className="arriving" aria-busy="true">
      <img src="/favicon.svg" width={48} height={48} alt="Custody" />
    </div>
  )
}
