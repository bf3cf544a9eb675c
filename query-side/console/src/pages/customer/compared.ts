import type { useFields } from '../../api/queries'
import type { Words } from '../../i18n'
import { openSteps, sameHolder, sameValue, type CustomerAt } from '../../life/customer'
import { isErased } from '../../life/events'
import { instant } from '../../life/time'
import type { useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { textOf } from '../../ui/Value'

/** One thing at two moments: what stood there, line by line. */
export interface Row {
  key: string
  label: string
  a: readonly string[]
  b: readonly string[]
  differs: boolean
}

interface Reader {
  words: Words
  names: ReturnType<typeof useNames>
  fields: readonly string[]
  label: ReturnType<typeof useFields>['label']
}

/** All that is told of a customer, at two moments. What reads alike counts as the same. */
export function compared(a: CustomerAt, b: CustomerAt, { words, names, fields, label }: Reader): Row[] {
  const { t, word, format } = words
  const row = (key: string, label: string, told: (of: CustomerAt) => (string | undefined)[]): Row => {
    const [before, after] = [a, b].map((of) => told(of).filter((it) => it !== undefined))
    return { key, label, a: before!, b: after!, differs: before!.join('\n') !== after!.join('\n') }
  }
  const line = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join(' · ')
  const until = (at: string | undefined) => at && t('event.until', { at: format.day(instant(at)) })
  const order = [...new Set([...fields, ...a.fields.keys(), ...b.fields.keys()])]
  return [
    {
      ...row('holder', t('lane.owner'), ({ holder }) => [holder && names.holder(holder)]),
      differs: !sameHolder(a.holder, b.holder),
    },
    row('grade', t('compare.grade'), (it) => [it.classification?.grade]),
    row('lost', t('compare.lost'), ({ churn }) => [churn && word('churn', churn.reason)]),
    row('merged', t('merge.isMerged'), ({ mergedInto }) => [mergedInto?.slice(0, 8)]),
    ...order
      .filter((field) => a.fields.has(field) || b.fields.has(field))
      .map((field) => ({
        ...row(`field-${field}`, label(field), ({ fields }) => [
          fields.has(field) ? textOf(fields.get(field), words) : undefined,
        ]),
        differs: !sameValue(a.fields.get(field), b.fields.get(field)),
      })),
    row('complaints', t('profile.complaints'), ({ complaints }) =>
      [...complaints.values()]
        .filter((it) => !it.resolved)
        .map(({ details, escalated }) =>
          line(
            personal(details.summary, t),
            word('severity', details.severity),
            escalated && t('profile.escalated'),
          ),
        ),
    ),
    row('steps', t('profile.steps'), (it) =>
      openSteps(it).map(({ details: { nextStep } }) =>
        line(personal(nextStep?.what, t), nextStep?.due && format.date(nextStep.due)),
      ),
    ),
    row('others', t('lane.responsible'), ({ covers, collaborators, stewards }) => [
      ...[...covers.values()].map((it) =>
        line(t('grant.cover', { who: names.rep(it.by) }), until(it.until)),
      ),
      ...[...collaborators.values()].map((it) =>
        line(t('grant.collaborator', { who: names.rep(it.rep) }), until(it.until)),
      ),
      ...[...stewards.values()].map((it) =>
        line(t('grant.steward', { who: names.actor(it.account) }), until(it.until)),
      ),
    ]),
    row('contacts', t('profile.contacts'), ({ contacts }) =>
      [...contacts.values()].map((contact) =>
        line(
          textOf(contact.get('name'), words),
          ...[...contact]
            .filter(([field]) => field !== 'name')
            .map(([field, value]) => `${label(field, 'contact')} ${textOf(value, words)}`),
        ),
      ),
    ),
    row('dates', t('profile.dates'), ({ dates }) =>
      [...dates.values()].map((it) =>
        line(
          word('dateKind', it.kind),
          it.label && personal(it.label, t),
          [
            isErased(it.date) ? t('common.erased') : format.date(it.date),
            it.calendar === 'lunar' && t('profile.lunar'),
          ]
            .filter(Boolean)
            .join(' '),
          it.yearly && t('profile.yearly'),
        ),
      ),
    ),
    row('assortment', t('profile.assortment'), ({ assortment }) =>
      [...assortment.values()].map((it) =>
        line(
          it.product,
          it.monthlyVolume !== undefined && t('event.monthly', { count: it.monthlyVolume }),
          it.stock !== undefined && t('event.stock', { count: it.stock }),
        ),
      ),
    ),
    row('followUps', t('compare.followUps'), ({ followUps }) => [format.number(followUps.size)]),
  ]
}
