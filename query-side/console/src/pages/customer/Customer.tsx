import { ActionIcon, Button, Group, Menu, Skeleton, Tabs, Text, Title, VisuallyHidden } from '@mantine/core'
import { IconArrowsExchange, IconDots, IconHistory, IconRoute } from '@tabler/icons-react'
import {
  memo,
  startTransition,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { ApiProblem } from '../../api/problem'
import { useLife } from '../../api/queries'
import { useWords } from '../../i18n'
import { customerAt, type CustomerAt } from '../../life/customer'
import type { Life } from '../../life/definition'
import { isErased, type Recorded } from '../../life/events'
import { FOR_EVER, now as clock, type Micros } from '../../life/time'
import { useMay } from '../../session/session'
import { useSearch } from '../../shell/useSearch'
import { Grade } from '../../ui/grade'
import { HolderName } from '../../ui/holder'
import { Empty, Loading as Place, Page, useTitle } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { part } from '../../ui/part'
import uiClasses from '../../ui/ui.module.css'
import * as actions from './actions'
import type { Action } from './actions'
import { FollowUpForm } from './FollowUpForm'
import { History } from './History'
import { Masked } from './Masked'
import { MergedInto } from './Merged'
import { useMoment, type Known } from './moment'
import { Profile } from './Profile'
import { Timeline } from './Timeline'
import { textOf } from '../../ui/Value'
import classes from './customer.module.css'

const Versions = part(() => import('./Versions').then((it) => it.Versions))
const Compare = part(() => import('./Compare').then((it) => it.Compare))
const Looks = part(() => import('./Looks').then((it) => it.Looks))
const Replay = part(() => import('./Replay').then((it) => it.Replay))
const Dialogs = part(() => import('./Dialogs').then((it) => it.Dialogs))

export type Dialog =
  | { kind: 'void'; event: Recorded }
  | { kind: 'step'; followUp: string }
  | { kind: 'move' }
  | { kind: 'merge' }
  | { kind: 'act'; action: Action }

export function Component() {
  const { id } = useParams()
  const { t } = useWords()
  const { data: life, error, isPending, refetch } = useLife(id!)
  if (isPending) return <Loading />
  if (error instanceof ApiProblem && error.code === 'customer-masked') return <Masked id={id!} />
  if (error && !life) {
    return (
      <Page title={t('trail.stream.customer')}>
        <Problem error={error} retry={() => void refetch()} />
      </Page>
    )
  }
  if (!life || life.events.length === 0) {
    return (
      <Page title={t('customer.unknown')}>
        <Link to="/customers">{t('notFound.back')}</Link>
      </Page>
    )
  }
  return (
    <div className={uiClasses.page}>
      <Loaded key={id} id={id!} life={life} />
    </div>
  )
}

function Loading() {
  const { t } = useWords()
  useTitle(t('trail.stream.customer'))
  return (
    <div className={uiClasses.page} aria-busy="true">
      <VisuallyHidden component="h1">{t('trail.stream.customer')}</VisuallyHidden>
      <Skeleton height={30} width={300} mb={22} />
      <Place height={330} />
      <Group align="stretch" grow mt={18}>
        <Skeleton height={420} radius={12} />
        <Skeleton height={420} radius={12} />
      </Group>
    </div>
  )
}

/** Now, moving once a minute, and never before what the service has recorded already. */
function useNow(life: Life): Micros {
  const [at, setAt] = useState(clock)
  useEffect(() => {
    const timer = setInterval(() => setAt(clock()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return useMemo(
    () => life.events.reduce((latest, it) => Math.max(latest, it.recordedAt), at),
    [life, at],
  )
}

/** In milliseconds. */
const TOLD_EVERY = 250

const TABS = ['history', 'versions', 'compare', 'looks'] as const
type Tab = (typeof TABS)[number]

function Loaded({ id, life }: { id: string; life: Life }) {
  const words = useWords()
  const { t } = words
  const now = useNow(life)
  const moment = useMoment()
  const { asOf, knownAt } = moment.times(now)
  const isNow = moment.asOf === null && moment.known === 'now'
  // What is read rather than watched may come a little after the scrubber.
  const read = useDeferredValue(
    useMemo<Read>(
      () => ({ asOf, until: moment.asOf === null ? FOR_EVER : asOf, knownAt, isNow }),
      [moment.asOf, asOf, knownAt, isNow],
    ),
  )
  const customer = useMemo(() => customerAt(life, read.asOf, read.knownAt), [life, read])
  const present = useMemo(() => customerAt(life, now, FOR_EVER), [life, now])

  const [params, setParams] = useSearch()
  const tab = TABS.find((it) => it === params.get('tab')) ?? 'history'
  const put = useCallback(
    (name: string, value: string | null) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (value === null) after.delete(name)
          else after.set(name, value)
          return after
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  )
  const setTab = useCallback(
    (next: Tab) => put('tab', next === 'history' ? null : next),
    [put],
  )
  const replaying = params.has('replay')
  const { set } = moment
  const toNow = useCallback(() => set({ asOf: null, known: 'now' }), [set])
  const onReplay = useCallback(
    (begins: boolean) => {
      put('replay', begins ? '' : null)
      if (!begins) toNow()
    },
    [put, toNow],
  )
  const endReplay = useCallback(() => onReplay(false), [onReplay])
  const [target, setTarget] = useState<{ event: string } | null>(null)
  const looked = useRef({ life, asOf, knownAt })
  looked.current = { life, asOf, knownAt }
  const show = useCallback(
    (event: string) => {
      const { life, asOf, knownAt } = looked.current
      const it = life.byId.get(event)
      // What is shown in the history at this moment may not be there yet at the moment looked at.
      if (it && (it.effectiveAt > asOf || it.recordedAt > knownAt)) toNow()
      setTab('history')
      setTarget({ event })
    },
    [toNow, setTab],
  )
  const { hash } = useLocation()
  useEffect(() => {
    if (hash.startsWith('#event-')) show(hash.slice('#event-'.length))
    // only the address asks for it
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [hash])

  const [dialog, setDialog] = useState<Dialog | null>(null)
  const nameAt = present.fields.get('name')
  const name =
    nameAt === undefined ? id.slice(0, 8) : isErased(nameAt) ? t('common.erased') : textOf(nameAt, words)
  useTitle(name)
  const goTo = useCallback((at: Micros) => set({ asOf: at }), [set])

  return (
    <>
      <Head {...{ id, name, customer, present, replaying, onReplay }} onDialog={setDialog} />
      {isNow && present.mergedInto && (
        <MergedInto
          into={present.mergedInto}
          version={life.version}
          onAct={(action) => setDialog({ kind: 'act', action })}
        />
      )}
      <Timeline life={life} now={now} moment={moment} onShow={show} />
      {!isNow && !replaying && <Banner known={moment.known} asOf={asOf} onBack={toNow} />}
      {replaying && (
        <Suspense fallback={<Skeleton height={320} radius={12} />}>
          <Replay
            life={life}
            customer={customer}
            asOf={asOf}
            now={now}
            onAt={goTo}
            onDone={endReplay}
          />
        </Suspense>
      )}
      <Details
        {...{ id, life, now, read, customer, present, tab, target }}
        hidden={replaying}
        onTab={setTab}
        onAt={goTo}
        onDialog={setDialog}
      />
      {dialog && (
        <Suspense>
          <Dialogs
            id={id}
            version={life.version}
            dialog={dialog}
            present={present}
            close={() => setDialog(null)}
          />
        </Suspense>
      )}
    </>
  )
}

/** The moment that is read; the one that is watched may be ahead of it. */
interface Read {
  asOf: Micros
  /** Up to when history is told: now, it goes on into the future. */
  until: Micros
  knownAt: Micros
  isNow: boolean
}

const Head = memo(function Head({
  id,
  name,
  customer,
  present,
  replaying,
  onReplay,
  onDialog,
}: {
  id: string
  name: string
  customer: CustomerAt
  present: CustomerAt
  replaying: boolean
  onReplay: (begins: boolean) => void
  onDialog: (dialog: Dialog) => void
}) {
  const { t, word } = useWords()
  const may = useMay()
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <Group gap={10} wrap="wrap">
          <Title order={1} fz={24} lh={1.25} style={{ letterSpacing: '-0.018em', overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          {customer.classification && <Grade {...customer.classification} />}
        </Group>
        <Group gap={14} mt={5} fz="sm" c="var(--ink-soft)">
          {customer.kind && <span>{word('kind', customer.kind)}</span>}
          {customer.holder && <HolderName holder={customer.holder} link />}
          {present.externalIds.filter(isReadable).map((it) => (
            <span key={`${it.system}-${it.id}`} className="faint numbers">
              {it.system} {it.id}
            </span>
          ))}
        </Group>
      </div>
      <Group gap={8} className={classes.actions!}>
        {may('follow-up') && <FollowUpForm id={id} />}
        <Button
          variant={replaying ? 'light' : 'default'}
          leftSection={<IconRoute size={16} stroke={1.8} />}
          aria-pressed={replaying}
          onClick={() => onReplay(!replaying)}
        >
          {t('replay.walk')}
        </Button>
        {may('transfer', 'release', 'assign') && (
          <Button
            variant="default"
            leftSection={<IconArrowsExchange size={16} stroke={1.8} />}
            onClick={() => onDialog({ kind: 'move' })}
          >
            {t('customer.move')}
          </Button>
        )}
        <More
          customer={present}
          onAct={(action) => onDialog({ kind: 'act', action })}
          onMerge={() => onDialog({ kind: 'merge' })}
        />
      </Group>
    </header>
  )
})

/** Long lists follow a few times a second: each time they are other lists. */
function useNowAndThen(read: Read): Read & { moving: boolean } {
  const [told, setTold] = useState({ ...read, moving: false })
  const at = useRef(0)
  const changed = useRef(-Infinity)
  useEffect(() => {
    const now = performance.now()
    const moving = now - changed.current < TOLD_EVERY
    changed.current = now
    const tell = (moving: boolean) => {
      at.current = performance.now()
      startTransition(() => setTold({ ...read, moving }))
    }
    const timers = [setTimeout(tell, Math.max(0, at.current + TOLD_EVERY - now), moving)]
    if (moving) timers.push(setTimeout(tell, TOLD_EVERY, false))
    return () => timers.forEach(clearTimeout)
  }, [read])
  return told
}

/** What was known of the customer, and how it came to be so. */
const Details = memo(function Details({
  id,
  life,
  now,
  read,
  customer,
  present,
  tab,
  target,
  hidden,
  onTab,
  onAt,
  onDialog,
}: {
  id: string
  life: Life
  now: Micros
  read: Read
  customer: CustomerAt
  present: CustomerAt
  tab: Tab
  target: { event: string } | null
  hidden: boolean
  onTab: (tab: Tab) => void
  onAt: (at: Micros) => void
  onDialog: (dialog: Dialog) => void
}) {
  const { t } = useWords()
  const may = useMay()
  const [field, setField] = useState<string | null>(null)
  const { isNow } = read
  const told = useNowAndThen(read)
  const onVoid = useCallback((event: Recorded) => onDialog({ kind: 'void', event }), [onDialog])
  const onVersions = useCallback(
    (name: string) => {
      setField(name)
      onTab('versions')
    },
    [onTab],
  )
  const onAmend = useCallback(
    (followUp: string) => {
      const details = present.followUps.get(followUp)?.details
      if (details) {
        onDialog({ kind: 'act', action: actions.amendFollowUp(followUp, details, life.version) })
      }
    },
    [onDialog, present, life.version],
  )
  return (
    <div className={classes.columns} hidden={hidden}>
      <aside className="panel" aria-label={t('profile.title')} data-past={!isNow || undefined}>
        {customer.kind === undefined ? (
          <Empty title={t('customer.notYet')}>{t('customer.notYetAdvice')}</Empty>
        ) : (
          <Profile
            id={id}
            version={life.version}
            customer={customer}
            present={present}
            isNow={isNow}
            onStepDone={(followUp) => onDialog({ kind: 'step', followUp })}
            onAct={(action) => onDialog({ kind: 'act', action })}
            onVersions={onVersions}
          />
        )}
      </aside>
      <section className={`panel ${classes.detailPanel}`}>
        <Tabs value={tab} onChange={(value) => onTab(value as Tab)} keepMounted={false}>
          <Tabs.List px={12}>
            <Tabs.Tab value="history">{t('customer.history')}</Tabs.Tab>
            <Tabs.Tab value="versions">{t('customer.versions')}</Tabs.Tab>
            <Tabs.Tab value="compare">{t('customer.compare')}</Tabs.Tab>
            {may('see-looks') && <Tabs.Tab value="looks">{t('customer.looks')}</Tabs.Tab>}
          </Tabs.List>
          <Suspense fallback={<Skeleton m={18} height={200} />}>
            <Tabs.Panel value="history" p={18}>
              <History
                id={id}
                life={life}
                asOf={told.until}
                knownAt={told.knownAt}
                moving={told.moving}
                target={target}
                onAt={onAt}
                onVoid={onVoid}
                onAmend={onAmend}
              />
            </Tabs.Panel>
            <Tabs.Panel value="versions" p={18}>
              <Versions life={life} now={now} asOf={told.until} knownAt={told.knownAt} target={field} onAt={onAt} />
            </Tabs.Panel>
            <Tabs.Panel value="looks" p={18}>
              <Looks id={id} />
            </Tabs.Panel>
            <Tabs.Panel value="compare" p={18}>
              <Compare life={life} now={now} asOf={told.asOf} knownAt={told.knownAt} />
            </Tabs.Panel>
          </Suspense>
        </Tabs>
      </section>
    </div>
  )
})

/** What is done seldom. */
function More({
  customer,
  onAct,
  onMerge,
}: {
  customer: CustomerAt
  onAct: (action: Action) => void
  onMerge: () => void
}) {
  const { t } = useWords()
  const may = useMay()
  const offered = [
    actions.raiseComplaint(customer),
    customer.churn ? actions.winBack : actions.lose,
    ...(customer.holder && 'pool' in customer.holder
      ? [actions.claim]
      : [actions.startCover, actions.addCollaborator, actions.appointSteward]),
  ].filter(({ right }) => may(right))
  const merging = may('amend') && !customer.mergedInto
  if (offered.length === 0 && !merging) return null
  return (
    <Menu position="bottom-end" shadow="lg">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('customer.more')}>
          <IconDots size={17} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((action) => (
          <Menu.Item key={action.title} onClick={() => onAct(action)}>
            {t(action.title)}
          </Menu.Item>
        ))}
        {merging && <Menu.Item onClick={onMerge}>{t('merge.title')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

function Banner({ known, asOf, onBack }: { known: Known; asOf: Micros; onBack: () => void }) {
  const { t, format } = useWords()
  return (
    <div className={classes.banner}>
      <IconHistory size={18} stroke={1.8} aria-hidden />
      <Text size="sm">
        <b>{t('banner.asOf', { at: format.minute(asOf) })}</b>
        <span>
          {known === 'now'
            ? t('banner.knownNow')
            : known === 'then'
              ? t('banner.knownThen')
              : t('banner.knownAt', { at: format.minute(known) })}
        </span>
      </Text>
      <Back onBack={onBack} />
    </div>
  )
}

const Back = memo(function Back({ onBack }: { onBack: () => void }) {
  const { t } = useWords()
  return (
    <Button size="compact-sm" variant="white" className={classes.back!} onClick={onBack}>
      {t('banner.back')}
    </Button>
  )
})

/** Keys that would name a person are kept as hashes, which say nothing to anybody. */
const isReadable = ({ id }: { id: string }) => !/^key-[0-9a-f]{32}$/.test(id)
