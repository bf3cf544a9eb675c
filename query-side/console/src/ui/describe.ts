import { useMemo } from 'react'
import { useFields } from '../api/queries'
import { useWords } from '../i18n'
import { isErased, type Changes, type Recorded } from '../life/events'
import { changed } from '../life/mirror'
import { instant } from '../life/time'
import type { Tone } from '../lanes/model'
import { useNames } from './holder'
import { personal } from './personal'
import { textOf } from './Value'

export interface Description {
  title: string
  detail?: string
}

export function toneOf(name: string): Tone {
  const family = name.slice(0, name.indexOf('.'))
  switch (family) {
    case 'follow-up':
    case 'contact':
    case 'date':
    case 'assortment':
    case 'ownership':
    case 'complaint':
    case 'call':
      return family
    case 'cover':
    case 'collaborator':
    case 'steward':
    case 'recycling':
      return 'ownership'
    case 'churn':
      return 'complaint'
    case 'event':
      return 'correction'
    default:
      return 'profile'
  }
}

/** What happened, in a sentence for people. */
export function useDescribe() {
  const words = useWords()
  const names = useNames()
  const { label } = useFields()
  return useMemo(() => {
    const { t, word, format } = words
    const list = (changes: Changes, of: 'customer' | 'contact') =>
      changed(changes)
        .map(([field]) => label(field, of))
        .join(t('common.comma'))
    const values = (changes: Changes, of: 'customer' | 'contact') =>
      changed(changes)
        .map(([field, value]) => `${label(field, of)}: ${textOf(value, words)}`)
        .join(' · ')
    const lasting = (until: string) => t('event.until', { at: format.minute(instant(until)) })
    const describe = (it: Recorded): Description => {
      switch (it.name) {
        case 'customer.registered':
          return {
            title: t('event.registered', { kind: word('kind', it.event.kind) }),
            detail: values(it.event.fields, 'customer'),
          }
        case 'profile.amended':
          return {
            title: t('event.amended', { fields: list(it.event.fields, 'customer') }),
            detail: values(it.event.fields, 'customer'),
          }
        case 'profile.classified':
          return { title: t('event.classified', { grade: it.event.grade }) }
        case 'contact.added':
          return { title: t('event.contactAdded'), detail: values(it.event.fields, 'contact') }
        case 'contact.amended':
          return { title: t('event.contactAmended'), detail: values(it.event.fields, 'contact') }
        case 'contact.removed':
          return { title: t('event.contactRemoved') }
        case 'date.set':
          return {
            title: t('event.dateSet', { kind: word('dateKind', it.event.details.kind) }),
            detail: [
              it.event.details.label && personal(it.event.details.label, t),
              isErased(it.event.details.date)
                ? t('common.erased')
                : format.date(it.event.details.date),
            ]
              .filter(Boolean)
              .join(' · '),
          }
        case 'date.removed':
          return { title: t('event.dateRemoved') }
        case 'assortment.reported':
          return {
            title: t('event.assortment', { product: it.event.product }),
            detail: [
              it.event.monthlyVolume !== undefined &&
                t('event.monthly', { count: it.event.monthlyVolume }),
              it.event.stock !== undefined && t('event.stock', { count: it.event.stock }),
            ]
              .filter(Boolean)
              .join(' · '),
          }
        case 'follow-up.recorded':
        case 'follow-up.amended': {
          const { details } = it.event
          const outcome = details.outcome ? word('outcome', details.outcome) : undefined
          const what = word('medium', details.medium)
          return {
            title:
              it.name === 'follow-up.amended'
                ? t('event.followUpAmended', { medium: what })
                : [what, outcome].filter(Boolean).join(' · '),
            detail: personal(details.summary, t),
          }
        }
        case 'follow-up.next-step-done':
          return it.event.note
            ? { title: t('event.stepDone'), detail: personal(it.event.note, t) }
            : { title: t('event.stepDone') }
        case 'ownership.assigned':
          return { title: t('event.assigned', { to: names.holder(it.event.to) }) }
        case 'ownership.transferred':
          return {
            title: t('event.transferred', {
              from: names.rep(it.event.from),
              to: names.holder(it.event.to),
            }),
          }
        case 'ownership.released':
          return {
            title: t('event.released', {
              from: names.rep(it.event.from),
              to: names.holder(it.event.to),
            }),
          }
        case 'ownership.claimed':
          return {
            title: t('event.claimed', {
              to: names.holder(it.event.to),
              from: names.holder(it.event.from),
            }),
          }
        case 'ownership.recycled':
          return {
            title: t('event.recycled', {
              from: names.rep(it.event.from),
              to: names.holder(it.event.to),
            }),
          }
        case 'cover.started':
          return {
            title: t('event.coverStarted', {
              by: names.rep(it.event.by),
              owner: names.rep(it.event.owner),
            }),
            detail: lasting(it.event.until),
          }
        case 'cover.ended':
          return { title: t('event.coverEnded') }
        case 'collaborator.added':
          return {
            title: t('event.collaboratorAdded', { rep: names.rep(it.event.rep) }),
            ...(it.event.until ? { detail: lasting(it.event.until) } : {}),
          }
        case 'collaborator.removed':
          return { title: t('event.collaboratorRemoved') }
        case 'steward.assigned':
          return {
            title: t('event.stewardAssigned', { account: names.actor(it.event.account) }),
            ...(it.event.until ? { detail: lasting(it.event.until) } : {}),
          }
        case 'steward.removed':
          return { title: t('event.stewardRemoved') }
        case 'recycling.exempted':
          return { title: t('event.exempted'), detail: lasting(it.event.until) }
        case 'recycling.exemption-ended':
          return { title: t('event.exemptionEnded') }
        case 'complaint.raised': {
          const { details } = it.event
          return {
            title: t('event.complaintRaised', {
              category: word('complaint', details.category),
              severity: word('severity', details.severity),
            }),
            detail: personal(details.summary, t),
          }
        }
        case 'complaint.escalated':
          return {
            title: it.event.to
              ? t('event.complaintEscalatedTo', { to: names.actor(it.event.to) })
              : t('event.complaintEscalated'),
            ...(it.event.note ? { detail: personal(it.event.note, t) } : {}),
          }
        case 'complaint.resolved':
          return {
            title: it.event.outcome
              ? t('event.complaintResolvedAs', { outcome: word('outcome', it.event.outcome) })
              : t('event.complaintResolved'),
            detail: personal(it.event.resolution, t),
          }
        case 'churn.recorded':
          return {
            title: t('event.lost', { reason: word('churn', it.event.reason) }),
            detail: [
              it.event.yearlyCost &&
                t('event.yearlyCost', { cost: textOf(it.event.yearlyCost, words) }),
              it.event.note && personal(it.event.note, t),
            ]
              .filter(Boolean)
              .join(' · '),
          }
        case 'customer.merged':
          return { title: t('event.merged') }
        case 'customer.merge-reverted':
          return { title: t('event.mergeReverted') }
        case 'churn.won-back':
          return it.event.note
            ? { title: t('event.wonBack'), detail: personal(it.event.note, t) }
            : { title: t('event.wonBack') }
        case 'call.received': {
          const { details } = it.event
          return {
            title: details.answered ? t('event.callAnswered') : t('event.callMissed'),
            detail: [
              personal(details.number, t),
              details.line,
              details.rep && names.rep(details.rep),
              details.seconds !== undefined && t('event.seconds', { count: details.seconds }),
            ]
              .filter(Boolean)
              .join(' · '),
          }
        }
        case 'call.recording-linked':
          return { title: t('event.recordingLinked'), detail: personal(it.event.recording, t) }
        case 'event.voided':
          return { title: t('event.voided') }
        case 'personal-data.erased':
          return {
            title: t(it.event.contact ? 'event.contactErased' : 'event.personalDataErased'),
          }
        default:
          it satisfies never
          return { title: (it as Recorded).name }
      }
    }
    return describe
    // names changes with the reps that are known, which is when sentences change
  }, [words, names, label])
}
