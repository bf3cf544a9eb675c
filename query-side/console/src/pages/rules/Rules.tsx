import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import { KINDS, useRules } from '../../api/rules'
import { useWords } from '../../i18n'
import { formatInstant, instant, parseInstant } from '../../life/time'
import { useSession } from '../../session/session'
import { useNames } from '../../ui/holder'
import { MomentInput } from '../../ui/MomentInput'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { Limits } from './Limits'
import { sentence } from './sentence'
import classes from './rules.module.css'

/** What the company demands of its reps, at any time. */
export function Component() {
  const words = useWords()
  const { t, word, format } = words
  const names = useNames()
  const { roles } = useSession()
  const [params, setParams] = useSearchParams()
  const asOf = params.get('asOf') ?? undefined
  const { data, error, refetch } = useRules(asOf, params.get('knownAt') ?? undefined)
  const mayset = roles.includes('admin')
  return (
    <Page
      title={t('nav.rules')}
      lead={t('rules.lead')}
      actions={
        mayset && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button leftSection={<IconPlus size={16} aria-hidden />}>{t('rules.new')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {KINDS.map((kind) => (
                <Menu.Item key={kind} component={Link} to={`/rules/new?kind=${kind}`}>
                  {word('ruleKind', kind)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      <div className={classes.time}>
        <MomentInput
          label={t('rules.holdingAt')}
          value={parseInstant(asOf) ?? null}
          onChange={(at) =>
            setParams(at === undefined ? {} : { asOf: formatInstant(at) }, { replace: true })
          }
        />
        {asOf && (
          <Button size="xs" variant="default" onClick={() => setParams({}, { replace: true })}>
            {t('banner.back')}
          </Button>
        )}
      </div>
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.length === 0 && (
        <div className="panel">
          <Empty title={t('rules.none')}>{t('rules.noneAdvice')}</Empty>
        </div>
      )}
      {KINDS.map((kind) => {
        const rules = (data ?? []).filter((it) => it.rule?.kind === kind)
        if (rules.length === 0) return null
        return (
          <section key={kind} className={classes.kind} aria-label={word('ruleKind', kind)}>
            <h2>
              {word('ruleKind', kind)} <span className="faint numbers">{rules.length}</span>
            </h2>
            <ul>
              {rules.map((it) => (
                <li key={it.id} className="panel">
                  <Link to={`/rules/${it.id}`} className={classes.card}>
                    <b>{it.name}</b>
                    <span>{sentence(it.rule!, words)}</span>
                    <span className="faint numbers">
                      {t('rules.since', {
                        day: format.day(instant(it.effectiveAt)),
                        who: names.actor(it.actor),
                        version: it.version,
                      })}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {data && !asOf && <Limits />}
    </Page>
  )
}
