import { strToU8, zipSync } from 'fflate'
import { toDate, type Micros } from '../life/time'

/** A sheet as Excel opens it: a bold heading that stays in sight, and cells that can be computed with. */
export interface Sheet {
  name: string
  columns: { title: string; as?: 'number' | 'percent' | 'date' | 'moment'; width?: number }[]
  /** Texts and numbers; days as YYYY-MM-DD, moments as microseconds, shown where the user is. */
  rows: (string | number | undefined)[][]
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The places in the styles below: plain and heading are the first two. */
const STYLE = { heading: 1, number: 2, percent: 3, date: 4, moment: 5 } as const
/** The first number that is not one of Excel's own formats. */
const MOMENT = 164
const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}">` +
  `<numFmts count="1"><numFmt numFmtId="${MOMENT}" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6">' +
  '<xf/><xf fontId="1" applyFont="1"/>' +
  [3, 9, 14, MOMENT].map((format) => `<xf numFmtId="${format}" applyNumberFormat="1"/>`).join('') +
  '</cellXfs></styleSheet>'

export function workbook(sheets: readonly Sheet[]): Blob {
  const each = (text: (number: number, sheet: Sheet) => string) =>
    sheets.map((sheet, i) => text(i + 1, sheet)).join('')
  const parts: [name: string, content: string][] = [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
        each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`) +
        '</Types>',
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
        each((n, { name }) => `<sheet name="${escape(sheetName(name))}" sheetId="${n}" r:id="s${n}"/>`) +
        '</sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/>` +
        each((n) => `<Relationship Id="s${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`) +
        '</Relationships>',
    ],
    ['xl/styles.xml', STYLES],
    ...sheets.map((sheet, i): [string, string] => [`xl/worksheets/sheet${i + 1}.xml`, written(sheet)]),
  ]
  // At once: fflate's other way needs workers, which the page may not start.
  return new Blob([zipSync(Object.fromEntries(parts.map(([name, content]) => [name, strToU8(content)])))], {
    type: XLSX,
  })
}

function written({ columns, rows }: Sheet): string {
  // Excel could do without the places of rows and cells, others cannot.
  const row = (number: number, cells: readonly string[]) =>
    `<row r="${number}">${cells
      .map((cell, i) => cell && cell.replace('<c', `<c r="${letters(i)}${number}"`))
      .join('')}</row>`
  const heading = columns.map(({ title }) => text(title, STYLE.heading))
  const body = rows.map((values, i) =>
    row(
      i + 2,
      values.map((value, column) => {
        const as = columns[column]?.as
        if (value === undefined || value === '') return ''
        if (as === 'date') return `<c s="${STYLE.date}"><v>${serial(String(value))}</v></c>`
        if (as === 'moment') return `<c s="${STYLE.moment}"><v>${serialOf(Number(value))}</v></c>`
        if (typeof value === 'number') return `<c s="${STYLE[as ?? 'number']}"><v>${value}</v></c>`
        return text(value)
      }),
    ),
  )
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>' +
    columns
      .map(({ width = 14 }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
      .join('') +
    `</cols><sheetData>${row(1, heading)}${body.join('')}</sheetData></worksheet>`
  )
}

/** A, B, … AA. */
const letters = (column: number): string =>
  (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** Said to be a text, so that none is taken for a formula. */
const text = (value: string, style = 0) =>
  `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escape(value)}</t></is></c>`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (value: string) =>
  // eslint-disable-next-line no-control-regex -- XML cannot hold them
  value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (it) => ENTITIES[it]!)

/** What Excel allows as the name of a sheet. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)

const MILLIS_OF_DAY = 86_400_000
const DAYS_BEFORE_1970 = 25_569

/** Days as Excel counts them. */
const serial = (day: string) => Date.parse(`${day}T00:00:00Z`) / MILLIS_OF_DAY + DAYS_BEFORE_1970

/** What the clock shows where the user is: Excel knows no time zones. */
function serialOf(at: Micros): number {
  const date = toDate(at)
  return (date.getTime() - date.getTimezoneOffset() * 60_000) / MILLIS_OF_DAY + DAYS_BEFORE_1970
}
