import { ActionIcon, Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { request } from '../../api/client'
import { useCustomers, type CustomerFilter } from '../../api/queries'
import { useWords } from '../../i18n'
import { Grade, safeColour } from '../../ui/grade'
import { HolderName } from '../../ui/holder'
import { Empty, Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { useSize } from '../../ui/useSize'
import { arcs, byGrade, clusters, gradeOf, type Cluster, type Dot } from './clusters'
import { Legend } from './Legend'
import {
  boxOf,
  fitted,
  panned,
  project,
  toScreen,
  unproject,
  zoomed,
  type Camera,
  type Point,
  type Size,
} from './projection'
import classes from './map.module.css'

const WORLD = '-180,-85,180,85'
const STEP = 80
const NEAR = 34

const useDots = (box: string | undefined, zoom: number, owner: string | undefined) =>
  useQuery({
    queryKey: ['map', box, zoom, owner],
    queryFn: ({ signal }) =>
      request<{ dots: Dot[] }>('GET', '/api/map', { query: { box, zoom, owner }, signal }),
    enabled: box !== undefined,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })

/** Customers where they are, with a list of the same beside it for whoever sees no map. */
export function Places({ owner }: { owner: string | undefined }) {
  const { t } = useWords()
  const { ref, width, height } = useSize<HTMLDivElement>()
  const size = useMemo<Size>(() => ({ width, height }), [width, height])
  const [camera, setCamera] = useState<Camera>()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const world = useDots(WORLD, 3, owner)

  const all = useMemo(
    () => (width > 0 && world.data ? fitted(world.data.dots, size) : undefined),
    [world.data, size, width],
  )
  useEffect(() => {
    if (all) setCamera((before) => before ?? all)
  }, [all])

  const box = camera && width > 0 ? boxOf(camera, size) : undefined
  const [asked] = useDebouncedValue(box, 120)
  const near = useDots(asked, camera ? Math.round(camera.zoom) + 1 : 3, owner)
  const dots = near.data?.dots ?? world.data?.dots ?? []
  const grades = useMemo(() => byGrade(dots), [dots])
  const shown = useMemo(() => dots.filter((dot) => !hidden.has(gradeOf(dot))), [dots, hidden])

  if (world.error && !world.data) return <Problem error={world.error} retry={() => void world.refetch()} />
  if (world.data?.dots.length === 0) {
    return (
      <div className="panel">
        <Empty title={t('map.noPlaces')}>{t('map.noPlacesAdvice')}</Empty>
      </div>
    )
  }
  return (
    <>
      <Legend grades={grades} hidden={hidden} onHidden={setHidden} />
      <div className={classes.split}>
        <div className={`panel ${classes.frame}`} ref={ref}>
          {camera ? (
            <Picture
              camera={camera}
              size={size}
              dots={shown}
              onCamera={setCamera}
              onAll={() => all && setCamera(all)}
            />
          ) : (
            <Loading height="100%" />
          )}
        </div>
        {asked ? (
          <Beside box={asked} owner={owner} hidden={hidden} grades={grades} />
        ) : (
          <div className="panel">
            <Loading height="100%" />
          </div>
        )}
      </div>
      {near.error && !near.data && <Problem error={near.error} retry={() => void near.refetch()} />}
    </>
  )
}

function Picture({
  camera,
  size,
  dots,
  onCamera,
  onAll,
}: {
  camera: Camera
  size: Size
  dots: Dot[]
  onCamera: (next: Camera) => void
  onAll: () => void
}) {
  const { t, format } = useWords()
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const dragged = useRef<{ x: number; y: number; from: Camera; moved: boolean } | null>(null)
  const [over, setOver] = useState<Cluster | null>(null)
  const found = useMemo(
    () =>
      clusters(dots, (place) => toScreen(camera, size, project(place)), NEAR).filter(
        ({ at }) => at.x > -NEAR && at.y > -NEAR && at.x < size.width + NEAR && at.y < size.height + NEAR,
      ),
    [dots, camera, size],
  )
  const count = found.reduce((sum, cluster) => sum + cluster.count, 0)

  const wheel = useRef({ camera, size, onCamera })
  wheel.current = { camera, size, onCamera }
  useEffect(() => {
    const element = svg.current
    if (!element) return undefined
    // Not by React, whose wheel listeners cannot keep the page from scrolling.
    const turn = (e: WheelEvent) => {
      e.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      const { camera: now, size: window, onCamera: set } = wheel.current
      set(zoomed(now, -e.deltaY / 240, window, { x: e.clientX - left, y: e.clientY - top }))
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [])

  const onKey = (e: KeyboardEvent) => {
    const moves: Partial<Record<string, () => Camera>> = {
      ArrowLeft: () => panned(camera, STEP, 0),
      ArrowRight: () => panned(camera, -STEP, 0),
      ArrowUp: () => panned(camera, 0, STEP),
      ArrowDown: () => panned(camera, 0, -STEP),
      '+': () => zoomed(camera, 1, size),
      '=': () => zoomed(camera, 1, size),
      '-': () => zoomed(camera, -1, size),
    }
    const move = moves[e.key]
    if (e.key === '0') onAll()
    else if (move) onCamera(move())
    else return
    e.preventDefault()
  }
  const down = (e: PointerEvent<SVGSVGElement>) => {
    if (e.button !== 0) return
    dragged.current = { x: e.clientX, y: e.clientY, from: camera, moved: false }
  }
  const move = (e: PointerEvent<SVGSVGElement>) => {
    const drag = dragged.current
    if (!drag) return
    const [dx, dy] = [e.clientX - drag.x, e.clientY - drag.y]
    if (!drag.moved && Math.hypot(dx, dy) < 4) return
    if (!drag.moved) e.currentTarget.setPointerCapture(e.pointerId)
    drag.moved = true
    onCamera(panned(drag.from, dx, dy))
  }
  const up = () => {
    // A click that ends a drag opens nothing.
    window.setTimeout(() => {
      dragged.current = null
    })
  }
  const open = (cluster: Cluster) => {
    if (dragged.current?.moved) return
    const [only] = cluster.dots
    if (cluster.count === 1 && only?.customer) void navigate(`/customers/${only.customer}`)
    else onCamera(zoomed(camera, 2, size, cluster.at))
  }

  return (
    <>
      <svg
        ref={svg}
        className={classes.map}
        width={size.width}
        height={size.height}
        role="application"
        tabIndex={0}
        aria-label={t('map.label', { count, dots: found.length })}
        aria-describedby="map-keys"
        onKeyDown={onKey}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerLeave={() => setOver(null)}
      >
        <Graticule camera={camera} size={size} />
        {found.map((cluster) => (
          <g
            key={cluster.dots.map((dot) => dot.customer ?? `${dot.latitude} ${dot.longitude}`).join()}
            className={classes.dot}
            transform={`translate(${cluster.at.x} ${cluster.at.y})`}
            aria-hidden
            onClick={() => open(cluster)}
            onPointerEnter={() => setOver(cluster)}
            onPointerOut={() => setOver(null)}
          >
            <Mark cluster={cluster} />
          </g>
        ))}
      </svg>
      {over && (
        <div className={classes.tip} style={{ left: over.at.x, top: over.at.y }} aria-hidden>
          {over.count === 1
            ? (over.dots[0]?.name ?? t('common.erased'))
            : t('map.cluster', { count: over.count })}
        </div>
      )}
      <div className={classes.zoom}>
        <ActionIcon variant="default" size={34} aria-label={t('map.zoomIn')} onClick={() => onCamera(zoomed(camera, 1, size))}>
          <IconPlus size={17} />
        </ActionIcon>
        <ActionIcon variant="default" size={34} aria-label={t('map.zoomOut')} onClick={() => onCamera(zoomed(camera, -1, size))}>
          <IconMinus size={17} />
        </ActionIcon>
        <ActionIcon variant="default" size={34} aria-label={t('map.fit')} onClick={onAll}>
          <IconFocusCentered size={17} />
        </ActionIcon>
      </div>
      <span id="map-keys" className={`${classes.keys} numbers`}>
        {t('map.keys')} · {format.number(count)}
      </span>
    </>
  )
}

/** One customer is a dot; several are a ring, of which each grade has its share. */
function Mark({ cluster }: { cluster: Cluster }) {
  const { format } = useWords()
  const parts = byGrade(cluster.dots)
  if (cluster.count === 1) {
    return <circle r={6.5} fill={safeColour(parts[0]!.colour)} className={classes.single} />
  }
  const radius = 12 + Math.min(14, Math.log2(cluster.count) * 2)
  const [only] = parts
  return (
    <>
      <circle r={radius} className={classes.plate} />
      {parts.length === 1 ? (
        <circle r={radius} fill="none" stroke={safeColour(only!.colour)} strokeWidth={4} />
      ) : (
        arcs(parts).map(([from, to], i) => (
          <path
            key={parts[i]!.grade}
            d={arc(radius, from, to)}
            fill="none"
            stroke={safeColour(parts[i]!.colour)}
            strokeWidth={4}
          />
        ))
      )}
      <text dy="0.35em">{format.number(cluster.count)}</text>
    </>
  )
}

function arc(radius: number, from: number, to: number): string {
  const at = (share: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`
  }
  return `M${at(from)} A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}`
}

/** Lines of the globe instead of tiles: they say where one is without asking anybody. */
function Graticule({ camera, size }: { camera: Camera; size: Size }) {
  const corner = (x: number, y: number): Point => {
    const scale = 256 * 2 ** camera.zoom
    return {
      x: camera.middle.x + (x - size.width / 2) / scale,
      y: camera.middle.y + (y - size.height / 2) / scale,
    }
  }
  const northWest = unproject(corner(0, 0))
  const southEast = unproject(corner(size.width, size.height))
  const wide = southEast.longitude - northWest.longitude
  const step = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find((it) => wide / it >= 4) ?? 0.005
  const lines = (from: number, to: number) => {
    const values: number[] = []
    for (let it = Math.ceil(from / step); it * step <= to; it++) values.push(it * step)
    return values
  }
  const said = (value: number, [plus, minus]: string) =>
    `${Math.abs(Number(value.toFixed(3)))}°${value === 0 ? '' : value > 0 ? plus! : minus!}`
  return (
    <g className={classes.graticule} aria-hidden>
      {lines(northWest.longitude, southEast.longitude).map((longitude) => {
        const { x } = toScreen(camera, size, project({ latitude: 0, longitude }))
        return (
          <g key={longitude}>
            <line x1={x} x2={x} y1={0} y2={size.height} />
            <text x={x + 4} y={14}>
              {said(longitude, 'EW')}
            </text>
          </g>
        )
      })}
      {lines(Math.max(-85, southEast.latitude), Math.min(85, northWest.latitude)).map((latitude) => {
        const { y } = toScreen(camera, size, project({ latitude, longitude: 0 }))
        return (
          <g key={latitude}>
            <line x1={0} x2={size.width} y1={y} y2={y} />
            <text x={6} y={y - 4}>
              {said(latitude, 'NS')}
            </text>
          </g>
        )
      })}
    </g>
  )
}

function Beside({
  box,
  owner,
  hidden,
  grades,
}: {
  box: string
  owner: string | undefined
  hidden: ReadonlySet<string>
  grades: { grade: string }[]
}) {
  const { t, format } = useWords()
  const left = grades.filter(({ grade }) => !hidden.has(grade))
  const only = left.length === 1 && grades.length > 1 ? left[0]!.grade : undefined
  const filter: CustomerFilter = {
    box,
    sort: 'grade',
    ...(owner ? { owner } : {}),
    ...(only ? { grade: only } : {}),
  }
  const query = useCustomers(filter)
  const rows = (query.data?.pages.flatMap((page) => page.customers) ?? []).filter(
    (row) => !hidden.has(gradeOf(row.classification ?? {})),
  )
  const first = query.data?.pages[0]
  return (
    <section className={`panel ${classes.beside}`} aria-label={t('map.list')}>
      <h2>
        {t('map.here')}
        {first && <span className="numbers">{format.number(first.total)}</span>}
      </h2>
      {query.error && !first && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading height="100%" />}
      {first && rows.length === 0 && <p className="soft">{t('map.nobody')}</p>}
      <ul tabIndex={0} aria-label={t('map.list')}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`/customers/${row.id}`}>{row.name ?? t('common.erased')}</Link>
            {row.classification && <Grade {...row.classification} />}
            {row.holder && <HolderName holder={row.holder} />}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="xs" variant="default" m="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('map.more')}
        </Button>
      )}
    </section>
  )
}
