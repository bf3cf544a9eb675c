import type { Command } from '../../api/commands'
import type { Key } from '../../i18n'
import type { CustomerAt } from '../../life/customer'
import { isErased, type FollowUp, type Personal, type Value } from '../../life/events'
import type { Right } from '../../session/session'

/** What is asked before something is done to a customer. */
export interface Input {
  name: string
  label: Key
  kind: 'text' | 'area' | 'day' | 'moment' | 'number' | 'choice' | 'rep' | 'pool' | 'contact' | 'check'
  optional?: boolean
  /** Codes, and the prefix of the words for them. */
  choices?: readonly string[]
  words?: string
  initial?: string
}

export interface Action {
  right: Right
  title: Key
  do: Key
  done: Key
  inputs: readonly Input[]
  /** An answer is missing where the text is empty. */
  command: (answers: Answers) => Command
}

export type Answers = Record<string, string>

const reason: Input = { name: 'reason', label: 'common.reason', kind: 'area' }
const why: Input = { ...reason, optional: true }
const until: Input = { name: 'until', label: 'act.until', kind: 'moment' }

/** Only what was answered. */
const given = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== ''))

const post = (path: string): Action['command'] => (answers) => ({
  method: 'POST',
  path,
  body: given(answers),
})
const remove = (path: string, version: number): Action['command'] => (answers) => ({
  method: 'DELETE',
  path,
  ifMatch: version,
  body: given(answers),
})

const numbers = (answers: Answers, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given(answers)).map(([name, value]) => [
      name,
      names.includes(name) ? Number(value) : value,
    ]),
  )

export const claim: Action = {
  right: 'claim',
  title: 'act.claim',
  do: 'act.claimDo',
  done: 'act.claimed',
  inputs: [why],
  command: post('/claim'),
}

export const addContact: Action = {
  right: 'amend',
  title: 'act.addContact',
  do: 'common.save',
  done: 'act.saved',
  inputs: [
    { name: 'name', label: 'act.name', kind: 'text' },
    { name: 'role', label: 'act.role', kind: 'text', optional: true },
    { name: 'phone', label: 'act.phone', kind: 'text', optional: true },
    { name: 'mail', label: 'act.mail', kind: 'text', optional: true },
  ],
  command: (answers) => ({ method: 'POST', path: '/contacts', body: { fields: given(answers) } }),
}

export function amendContact(
  contact: string,
  fields: ReadonlyMap<string, Value>,
  version: number,
): Action {
  return {
    ...addContact,
    title: 'act.amendContact',
    inputs: addContact.inputs.map((input) => {
      const value = fields.get(input.name)
      return value === undefined || isErased(value) || typeof value === 'object'
        ? input
        : { ...input, initial: String(value) }
    }),
    command: (answers) => ({
      method: 'PATCH',
      path: `/contacts/${contact}`,
      ifMatch: version,
      body: {
        fields: Object.fromEntries(
          Object.entries(answers)
            .filter(([name, value]) => value !== '' || fields.has(name))
            .map(([name, value]) => [name, value || null]),
        ),
      },
    }),
  }
}

/** What was written down; when and how it was stays. */
export function amendFollowUp(followUp: string, details: FollowUp, version: number): Action {
  const { summary, nextStep } = details
  const text = (it: Personal<string> | undefined) => (it === undefined || isErased(it) ? '' : it)
  return {
    right: 'follow-up',
    title: 'act.amendFollowUp',
    do: 'common.save',
    done: 'act.saved',
    inputs: [
      { name: 'summary', label: 'followUp.summary', kind: 'area', initial: text(summary) },
      {
        name: 'next',
        label: 'followUp.next',
        kind: 'text',
        optional: true,
        initial: text(nextStep?.what),
      },
      {
        name: 'due',
        label: 'followUp.due',
        kind: 'day',
        optional: true,
        initial: nextStep?.due ?? '',
      },
      why,
    ],
    command: ({ summary, next, due, reason }) => ({
      method: 'PATCH',
      path: `/follow-ups/${followUp}`,
      ifMatch: version,
      body: {
        summary,
        nextStep: next ? { what: next, due: due || null } : null,
        ...(reason ? { reason } : {}),
      },
    }),
  }
}

export const removeContact = (contact: string, version: number): Action => ({
  right: 'amend',
  title: 'act.removeContact',
  do: 'act.remove',
  done: 'act.removed',
  inputs: [why],
  command: remove(`/contacts/${contact}`, version),
})

export const addDate = (customer: CustomerAt): Action => ({
  right: 'amend',
  title: 'act.addDate',
  do: 'common.save',
  done: 'act.saved',
  inputs: [
    {
      name: 'kind',
      label: 'act.kind',
      kind: 'choice',
      choices: ['birthday', 'anniversary', 'contract-end'],
      words: 'dateKind',
      initial: 'birthday',
    },
    { name: 'date', label: 'act.day', kind: 'day' },
    {
      name: 'calendar',
      label: 'act.calendar',
      kind: 'choice',
      choices: ['solar', 'lunar'],
      words: 'calendar',
      initial: 'solar',
    },
    { name: 'yearly', label: 'act.yearly', kind: 'check', initial: 'true' },
    { name: 'remindDaysBefore', label: 'act.remind', kind: 'number', initial: '7' },
    ...(customer.contacts.size > 0
      ? [{ name: 'contact', label: 'act.whose', kind: 'contact', optional: true } as const]
      : []),
    { name: 'label', label: 'act.label', kind: 'text', optional: true },
  ],
  command: (answers) => ({
    method: 'POST',
    path: '/dates',
    body: { ...numbers(answers, 'remindDaysBefore'), yearly: answers['yearly'] === 'true' },
  }),
})

export const removeDate = (date: string, version: number): Action => ({
  right: 'amend',
  title: 'act.removeDate',
  do: 'act.remove',
  done: 'act.removed',
  inputs: [why],
  command: remove(`/dates/${date}`, version),
})

export const reportAssortment = (product?: string): Action => ({
  right: 'amend',
  title: 'act.report',
  do: 'common.save',
  done: 'act.saved',
  inputs: [
    { name: 'product', label: 'act.product', kind: 'text', ...(product ? { initial: product } : {}) },
    { name: 'monthlyVolume', label: 'act.volume', kind: 'number', optional: true },
    { name: 'stock', label: 'act.stock', kind: 'number', optional: true },
  ],
  command: (answers) => ({
    method: 'POST',
    path: '/assortment',
    body: numbers(answers, 'monthlyVolume', 'stock'),
  }),
})

export const raiseComplaint = (customer: CustomerAt): Action => ({
  right: 'complain',
  title: 'act.complain',
  do: 'act.complainDo',
  done: 'act.saved',
  inputs: [
    {
      name: 'category',
      label: 'act.category',
      kind: 'choice',
      choices: ['quality', 'delivery', 'service', 'price', 'other'],
      words: 'complaint',
      initial: 'quality',
    },
    {
      name: 'severity',
      label: 'act.severity',
      kind: 'choice',
      choices: ['low', 'medium', 'high'],
      words: 'severity',
      initial: 'medium',
    },
    { name: 'summary', label: 'act.complaint', kind: 'area' },
    { name: 'due', label: 'act.answerBy', kind: 'day', optional: true },
    ...(customer.contacts.size > 0
      ? [{ name: 'contact', label: 'act.who', kind: 'contact', optional: true } as const]
      : []),
  ],
  command: post('/complaints'),
})

export const escalate = (complaint: string): Action => ({
  right: 'complain',
  title: 'act.escalate',
  do: 'act.escalateDo',
  done: 'act.saved',
  inputs: [{ name: 'note', label: 'act.note', kind: 'area', optional: true }],
  command: post(`/complaints/${complaint}/escalate`),
})

export const resolve = (complaint: string): Action => ({
  right: 'complain',
  title: 'act.resolve',
  do: 'act.resolveDo',
  done: 'act.saved',
  inputs: [
    {
      name: 'outcome',
      label: 'followUp.outcome',
      kind: 'choice',
      choices: ['refunded', 'replaced', 'explained'],
      words: 'outcome',
      optional: true,
    },
    { name: 'resolution', label: 'act.resolution', kind: 'area' },
  ],
  command: post(`/complaints/${complaint}/resolve`),
})

export const lose: Action = {
  right: 'churn',
  title: 'act.lose',
  do: 'act.loseDo',
  done: 'act.saved',
  inputs: [
    {
      name: 'reason',
      label: 'common.reason',
      kind: 'choice',
      choices: ['price', 'competitor', 'closed', 'service', 'other'],
      words: 'churn',
    },
    { name: 'cost', label: 'act.cost', kind: 'number', optional: true },
    { name: 'currency', label: 'act.currency', kind: 'text', initial: 'CNY' },
    { name: 'note', label: 'act.note', kind: 'area', optional: true },
  ],
  command: ({ cost, currency, ...answers }) => ({
    method: 'POST',
    path: '/churn',
    body: { ...given(answers), ...(cost ? { yearlyCost: { amount: Number(cost), currency } } : {}) },
  }),
}

export const winBack: Action = {
  right: 'churn',
  title: 'act.winBack',
  do: 'act.winBackDo',
  done: 'act.saved',
  inputs: [{ name: 'note', label: 'act.note', kind: 'area', optional: true }],
  command: post('/won-back'),
}

export const startCover: Action = {
  right: 'cover',
  title: 'act.cover',
  do: 'act.coverDo',
  done: 'act.saved',
  inputs: [{ name: 'by', label: 'act.by', kind: 'rep' }, until, reason],
  command: post('/covers'),
}

export const addCollaborator: Action = {
  right: 'share',
  title: 'act.share',
  do: 'act.shareDo',
  done: 'act.saved',
  inputs: [{ name: 'rep', label: 'act.with', kind: 'rep' }, { ...until, optional: true }, reason],
  command: post('/collaborators'),
}

export const appointSteward: Action = {
  right: 'steward',
  title: 'act.steward',
  do: 'act.stewardDo',
  done: 'act.saved',
  inputs: [
    { name: 'account', label: 'act.account', kind: 'text' },
    { ...until, optional: true },
    reason,
  ],
  command: ({ account, ...answers }) => ({
    method: 'POST',
    path: '/stewards',
    body: { ...given(answers), account: account!.includes(':') ? account : `user:${account}` },
  }),
}

export const revertMerge = (version: number): Action => ({
  right: 'amend',
  title: 'merge.revert',
  do: 'merge.revertDo',
  done: 'merge.reverted',
  inputs: [reason],
  command: remove('/merge', version),
})

const ENDS = {
  cover: ['/covers/', 'cover', 'act.endCover'],
  collaborator: ['/collaborators/', 'share', 'act.endShare'],
  steward: ['/stewards/', 'steward', 'act.endSteward'],
} as const

export function endGrant(kind: keyof typeof ENDS, id: string, version: number): Action {
  const [path, right, title] = ENDS[kind]
  return {
    right,
    title,
    do: 'act.end',
    done: 'act.ended',
    inputs: [reason],
    command: remove(path + id, version),
  }
}
