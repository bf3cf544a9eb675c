export const sessionsEn = {
  'sessions.title': 'Where you are signed in',
  'sessions.here': 'here',
  'sessions.since': 'Since {time}, from {address}',
  'sessions.used': 'last used {ago}',
  'sessions.end': 'Sign out there',
  'sessions.ended': 'Signed out there.',
  'sessions.unknown': 'Unknown program',
  'sessions.elsewhere': 'There is no list here: you sign in with the company account.',
}
