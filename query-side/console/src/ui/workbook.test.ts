import { expect, test } from 'vitest'
import { look } from '../pages/import/file'
import { workbook, XLSX } from './workbook'

test('what is written as a workbook can be read as one', async () => {
  const blob = workbook([
    {
      name: '团队/1',
      columns: [{ title: '业务员' }, { title: 'Kept', as: 'percent' }, { title: 'Week of', as: 'date' }],
      rows: [
        ['李娜 & "Söhne" <1>', 0.68, '2026-11-28'],
        ['=1+1', undefined, '1970-01-01'],
      ],
    },
  ])
  const read = await look(new File([blob], 'team.xlsx', { type: XLSX }))
  expect(read?.sample).toEqual({
    columns: ['业务员', 'Kept', 'Week of'],
    rows: [
      ['李娜 & "Söhne" <1>', '0.68', '46354'],
      ['=1+1', '', '25569'],
    ],
  })
})
