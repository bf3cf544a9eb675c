import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useClasses, useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import type { Formats } from '../../i18n/formats'
import { safeColour } from '../../ui/grade'
import { Empty, Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { byGrade, gradeOf } from './clusters'
import { Legend } from './Legend'
import classes from './map.module.css'

interface Tile {
  value?: string
  count: number
  grades: { grade: string; colour: string; count: number }[]
}

const PLAIN = new Set(['text', 'choice'])

/** Tiles by a property: as wide as there are many, with the share of each grade in it. */
export function Classes() {
  const { t, word, format } = useWords()
  const { fields, label } = useFields()
  const [params, setParams] = useSearchParams()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const by = params.get('by') ?? 'region'
  const counted = useClasses(by)
  const all = counted.data?.classes
  const grades = useMemo(() => byGrade(all ?? []), [all])
  const tiles = useMemo(() => {
    const found = new Map<string, Tile & { of: NonNullable<typeof all> }>()
    for (const it of all ?? []) {
      if (hidden.has(gradeOf(it))) continue
      const key = it.value ?? ''
      const tile = found.get(key) ?? { ...(it.value ? { value: it.value } : {}), count: 0, grades: [], of: [] }
      tile.count += it.count
      tile.of.push(it)
      found.set(key, tile)
    }
    return [...found.values()]
      .map(({ of, ...tile }) => ({ ...tile, grades: byGrade(of) }))
      .sort((one, other) => other.count - one.count)
  }, [all, hidden])
  const total = tiles.reduce((sum, tile) => sum + tile.count, 0)
  const named = (value: string | undefined) =>
    value === undefined ? t('map.none') : by === 'kind' ? word('kind', value) : value
  const inList = (value: string | undefined) =>
    value === undefined
      ? undefined
      : `/customers?${new URLSearchParams({ [by === 'kind' ? 'kind' : `field.${by}`]: value }).toString()}`
  if (counted.error && !all) return <Problem error={counted.error} retry={() => void counted.refetch()} />
  return (
    <>
      <div className={classes.bar}>
        <Select
          size="xs"
          w={220}
          allowDeselect={false}
          label={t('map.by')}
          data={[
            { value: 'kind', label: t('map.kind') },
            ...(fields?.customer ?? [])
              .filter((field) => !field.personal && PLAIN.has(field.type))
              .map((field) => ({ value: field.name, label: label(field.name) })),
          ]}
          value={by}
          onChange={(value) => value && setParams({ view: 'classes', by: value }, { replace: true })}
        />
        <Legend grades={grades} hidden={hidden} onHidden={setHidden} />
      </div>
      {!all ? (
        <Loading />
      ) : tiles.length === 0 ? (
        <div className="panel">
          <Empty title={t('map.noClasses')} />
        </div>
      ) : (
        <ul className={classes.tiles}>
          {tiles.map((tile) => {
            const to = inList(tile.value)
            return (
              <li
                key={tile.value ?? ''}
                style={{ flexGrow: tile.count, flexBasis: 150 + Math.sqrt(tile.count / total) * 320 }}
              >
                {to ? (
                  <Link to={to}>
                    <Face tile={tile} name={named(tile.value)} total={total} format={format} />
                  </Link>
                ) : (
                  <div>
                    <Face tile={tile} name={named(tile.value)} total={total} format={format} />
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}

function Face({
  tile,
  name,
  total,
  format,
}: {
  tile: Tile
  name: string
  total: number
  format: Formats
}) {
  const { t } = useWords()
  return (
    <>
      <span className={classes.tileName}>{name}</span>
      <b className="numbers">{format.number(tile.count)}</b>
      <small className="numbers">
        {t('map.share', { share: format.percent(tile.count / total) })}
      </small>
      <span className={classes.shares} aria-hidden>
        {tile.grades.map((it) => (
          <i key={it.grade} style={{ flexGrow: it.count, background: safeColour(it.colour) }} />
        ))}
      </span>
    </>
  )
}
