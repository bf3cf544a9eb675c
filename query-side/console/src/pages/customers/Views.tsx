import { ActionIcon, Button, Checkbox, Menu, Popover, Text, TextInput } from '@mantine/core'
import { IconBookmark, IconColumns3, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '../../i18n'
import { useSession } from '../../session/session'
import type { Column } from './columns'
import { columnsOf, forgetView, savedViews, saveView, USUAL } from './filter'
import classes from './customers.module.css'

/** Views by name: some that everybody needs, and those one saved oneself. */
export function Views({ params }: { params: URLSearchParams }) {
  const { t } = useWords()
  const { actor, rep } = useSession()
  const navigate = useNavigate()
  const [views, setViews] = useState(() => savedViews(actor))
  const [name, setName] = useState('')
  const go = (search: string) => void navigate(`/customers${search && `?${search}`}`)
  const save = () => {
    const trimmed = name.trim()
    if (!trimmed) return
    const kept = new URLSearchParams(params)
    kept.delete('lang')
    setViews(saveView(actor, { name: trimmed, search: kept.toString() }))
    setName('')
  }
  return (
    <Menu position="bottom-start" shadow="md" width={300} trapFocus>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} stroke={1.8} />}>
          {t('list.views')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('list.views')}>
        {rep && <Menu.Item onClick={() => go(`owner=${rep}`)}>{t('list.mine')}</Menu.Item>}
        <Menu.Item onClick={() => go('holder=pool')}>{t('list.inPools')}</Menu.Item>
        <Menu.Item onClick={() => go('sort=-registered')}>{t('list.newest')}</Menu.Item>
        {views.length > 0 && <Menu.Divider />}
        {views.map((view) => (
          <div key={view.name} className={classes.view}>
            <Menu.Item onClick={() => go(view.search)}>{view.name}</Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('list.forget', { name: view.name })}
              onClick={() => setViews(forgetView(actor, view.name))}
            >
              <IconTrash size={15} stroke={1.8} />
            </ActionIcon>
          </div>
        ))}
        <Menu.Divider />
        <form
          className={classes.saveView}
          onSubmit={(e) => {
            e.preventDefault()
            save()
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('list.viewName')}
            placeholder={t('list.viewName')}
            maxLength={60}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            onKeyDown={(e) => e.stopPropagation()}
          />
          <Button size="xs" type="submit" disabled={!name.trim()}>
            {t('list.saveView')}
          </Button>
          <Text size="xs" c="var(--ink-faint)">
            {t('list.viewsHint')}
          </Text>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}

export function ColumnChoice({
  all,
  params,
  put,
}: {
  all: Map<string, Column>
  params: URLSearchParams
  put: (name: string, value: string | null) => void
}) {
  const { t } = useWords()
  const shown = columnsOf(params)
  const show = (columns: string[]) =>
    put('columns', columns.join() === USUAL.join() ? null : columns.slice(1).join())
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={t('list.columns')} title={t('list.columns')}>
          <IconColumns3 size={17} stroke={1.8} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('list.columns')}>
        <div className={classes.columnChoice}>
          {[...all.values()]
            .filter((column) => column.key !== 'name')
            .map((column) => (
              <Checkbox
                key={column.key}
                size="xs"
                label={column.label}
                checked={shown.includes(column.key)}
                disabled={shown.length === 2 && shown.includes(column.key)}
                onChange={(e) =>
                  show(
                    e.currentTarget.checked
                      ? [...all.keys()].filter((key) => shown.includes(key) || key === column.key)
                      : shown.filter((key) => key !== column.key),
                  )
                }
              />
            ))}
        </div>
        <Button size="compact-xs" variant="subtle" mt={8} onClick={() => put('columns', null)}>
          {t('list.usual')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
