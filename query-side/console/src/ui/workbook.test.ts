import { expect, test } from 'vitest'
import { look } from '../pages/import/file'
import { fromDate } from '../life/time'
import { workbook, XLSX } from './workbook'

test('what is written as a workbook can be read as one', async () => {
  const blob = workbook([
    {
      name: '团队/1',
      columns: [{ title: '业务员' }, { title: 'Kept', as: 'percent' }, { title: 'Week of', as: 'date' }, { title: 'At', as: 'moment' }],
      rows: [
        ['李娜 & "Söhne" <1>', 0.68, '2026-11-28', fromDate(new Date(2026, 10, 28, 18, 0))],
        ['=1+1', undefined, '1970-01-01'],
      ],
    },
  ])
  const read = await look(new File([blob], 'team.xlsx', { type: XLSX }))
  expect(read?.sample).toEqual({
    columns: ['业务员', 'Kept', 'Week of', 'At'],
    rows: [
      ['李娜 & "Söhne" <1>', '0.68', '46354', '46354.75'],
      ['=1+1', '', '25569', ''],
    ],
  })
})
