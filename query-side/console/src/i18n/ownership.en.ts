/** Texts of the ownership chart. */
export const ownershipEn = {
  'nav.ownership': 'Ownership',
  'ownership.lead': 'Who owned what when, by what is known today or was known at any time.',
  'ownership.rows': 'One row per',
  'ownership.byRep': 'Reps',
  'ownership.byCustomer': 'Customers',
  'ownership.team': 'Team',
  'ownership.allTeams': 'All teams',
  'ownership.everybody': 'Everybody',
  'ownership.asOfLine': 'Moment that is asked about',
  'ownership.found': '{count} customer, on {day}|{count} customers, on {day}',
  'ownership.notYet': 'Not yet a customer',
  'ownership.coveredBy': 'covered by {name}',
  'ownership.nothing': 'Nobody has owned a customer yet',
  'ownership.intervals': 'Who had which customer from when to when',
  'ownership.asChart': 'As a chart',
}
