import { Button, Group, SegmentedControl, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { randomKey, request } from '../../api/client'
import { customersChanged, reach } from '../../api/commands'
import { ApiProblem } from '../../api/problem'
import { usePools, useReps } from '../../api/queries'
import type { Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import type { CustomerKind } from '../../life/events'
import { useSession } from '../../session/session'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Window } from '../../ui/Window'

/** Enters a customer; a likely duplicate is shown, and overridden only with a reason. */
export function NewCustomer({ close }: { close: () => void }) {
  const { t, word } = useWords()
  const { reps } = useReps()
  const pools = usePools()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { actor } = useSession()
  const [kind, setKind] = useState<CustomerKind>('company')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [region, setRegion] = useState('')
  const [holder, setHolder] = useState<string | null>(actor.startsWith('rep:') ? actor : null)
  const [reason, setReason] = useState('')
  const [key, setKey] = useState(randomKey)
  const register = useMutation({
    mutationFn: () =>
      request<Receipt>('POST', '/api/customers', {
        idempotencyKey: key,
        body: {
          kind,
          fields: {
            name: name.trim(),
            ...(phone.trim() ? { phone: phone.trim() } : {}),
            ...(region.trim() ? { region: region.trim() } : {}),
          },
          holder: holder?.startsWith('rep:')
            ? { rep: holder.slice('rep:'.length) }
            : { pool: holder?.slice('pool:'.length) },
          ...(reason.trim() ? { reason: reason.trim(), despiteLikelyDuplicates: true } : {}),
        },
      }),
    onSuccess: (receipt) => {
      reach(receipt)
      customersChanged(queries)
      void navigate(`/customers/${receipt.id}`)
    },
    // What was refused may be sent anew with a reason: that is another wish.
    onError: () => setKey(randomKey()),
  })
  const problem = register.error instanceof ApiProblem ? register.error : null
  const likely = problem?.code === 'duplicate-likely'
  const others = alike(problem)
  return (
    <Window
      onClose={close}
      title={t('new.title')}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault()
          register.mutate()
        }}
      >
        <SegmentedControl
          fullWidth
          size="xs"
          mb="sm"
          aria-label={t('new.kind')}
          value={kind}
          onChange={(value) => setKind(value as CustomerKind)}
          data={(['company', 'outlet', 'person'] as const).map((value) => ({
            value,
            label: word('kind', value),
          }))}
        />
        <TextInput
          data-autofocus
          required
          label={t('customers.name')}
          maxLength={200}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <Group grow mt="sm">
          <TextInput
            label={t('customers.phone')}
            maxLength={60}
            value={phone}
            onChange={(e) => setPhone(e.currentTarget.value)}
          />
          <TextInput
            label={t('customers.region')}
            maxLength={100}
            value={region}
            onChange={(e) => setRegion(e.currentTarget.value)}
          />
        </Group>
        <Select
          mt="sm"
          required
          searchable
          allowDeselect={false}
          label={t('customers.owner')}
          data={[
            {
              group: t('nav.reps'),
              items: reps
                .filter((rep) => rep.status !== 'left')
                .map((rep) => ({ value: `rep:${rep.id}`, label: personal(rep.name, t) })),
            },
            {
              group: t('nav.pool'),
              items: (pools.data?.pools ?? []).map((it) => ({
                value: `pool:${it.pool}`,
                label: it.pool,
              })),
            },
          ]}
          value={holder}
          onChange={setHolder}
          nothingFoundMessage={t('common.nothingFound')}
        />
        {problem && (
          <div style={{ marginTop: 12 }}>
            <Problem error={problem} />
            {others.map((id) => (
              <Text key={id} size="sm" mt={6}>
                <Link to={`/customers/${id}`}>{t('new.existing', { id: id.slice(0, 8) })}</Link>
              </Text>
            ))}
          </div>
        )}
        {likely && (
          <Textarea
            mt="sm"
            label={t('new.whyNot')}
            description={t('new.whyNotHint')}
            maxLength={1000}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="subtle" color="gray" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!name.trim() || !holder} loading={register.isPending}>
            {t('new.do')}
          </Button>
        </Group>
      </form>
    </Window>
  )
}

/** The customers that a refused duplicate names. */
function alike(problem: ApiProblem | null): string[] {
  const { existing, candidates } = problem?.properties ?? {}
  if (typeof existing === 'string') return [existing]
  return Array.isArray(candidates) ? (candidates as { id: string }[]).map((it) => it.id) : []
}
