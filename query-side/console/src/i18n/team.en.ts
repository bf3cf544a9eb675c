/** Texts of the team page. */
export const teamEn = {
  'nav.team': 'Team',
  'team.lead': 'Load, contacts and losses of the last weeks, by whoever was responsible at the time.',
  'team.load': 'Customers by grade',
  'team.weighted': 'Weighted load',
  'team.overdue': 'Overdue',
  'team.kept': 'Cadence kept',
  'team.followUps': 'Follow-ups, 12 weeks',
  'team.lost': 'Lost in a year',
  'team.leaving': 'About to leave',
  'team.weekOf': 'Week from {day}',
  'team.counts': 'Customers week by week',
  'team.export': 'Export (XLSX)',
}
