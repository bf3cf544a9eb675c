/** Texts of the import wizard that are its own. */
export const importEn = {
  'import.charset': 'Encoding',
  'import.charsetFound': 'as it looks: {charset}',
  'import.dates': 'How dates are written',
  'import.datesHint': 'Tried in this order; left out: 2024-05-31',
  'import.kind': 'What sort of customer',
  'import.kindIs': 'all are {kind}',
  'import.owner': 'Owner',
  'import.ownerHint': 'By the rep’s name',
  'import.again': 'These columns were imported before.',
  'import.asBefore': 'Use the mapping of that time',
  'import.anew': 'Map anew',
  'import.saveMapping': 'Save the mapping as a file',
  'import.mappingFile': 'Mapping: {name}',
  'import.columnsFound': '{count} column, as in|{count} columns, as in',
  'import.unreadable': 'The file’s columns cannot be shown here. Load or write a mapping; the service reads the file all the same.',
  'importField.grade': 'Grade',
} as const
