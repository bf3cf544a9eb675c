import type { Case } from '../../api/handovers'

export const STEPS = ['plan', 'preview', 'move', 'briefing', 'report'] as const
export type StepName = (typeof STEPS)[number]

/** Where the work is. */
export function stepOf(it: Case): StepName {
  switch (it.status) {
    case 'open':
      return 'plan'
    case 'planned':
      return 'preview'
    case 'approved':
    case 'running':
    case 'paused':
    case 'cancelled':
    case 'undoing':
    case 'undone':
      return 'move'
    case 'completed':
      return 'briefing'
    case 'closed':
      return 'report'
  }
}

/** What can be looked at already. */
export function isReached(it: Case, step: StepName): boolean {
  switch (step) {
    case 'plan':
      return true
    case 'preview':
      return it.plan > 0
    case 'move':
      return it.plan > 0
    case 'briefing':
    case 'report':
      return it.customers > 0
  }
}

/** Whoever made the plan, or hands over by it, cannot approve it: that takes a second person. */
export const isInvolved = (
  { planned, from }: { planned?: { by: string }; from: readonly string[] },
  actor: string,
): boolean => actor === planned?.by || from.some((rep) => actor === `rep:${rep}`)

/** The plan can still be another one. */
export const isPlannable = (it: Case) =>
  it.status === 'open' || it.status === 'planned' || it.status === 'approved'
