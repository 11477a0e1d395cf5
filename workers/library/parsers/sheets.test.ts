import { expect, test } from 'vitest'
import { coreProperties, makeOpenDocument, makeXlsx } from '../fake.office.ts'
import { read } from '../fake.reading.ts'

test('each row of a workbook is a line under the names of its columns, and knows its cells', async () => {
  const rows =
    '<row r="2"><c r="B2" t="s"><v>0</v></c></row>' +
    '<row r="4"><c r="B4" t="s"><v>1</v></c><c r="C4" t="inlineStr"><is><t>Since</t></is></c><c r="D4" t="s"><v>2</v></c></row>' +
    '<row r="5"><c r="B5" t="s"><v>3</v></c><c r="C5" s="1"><v>45356</v></c><c r="D5"><f>1+1</f><v>0.30000000000000004</v></c></row>' +
    '<row r="6"><c r="B6"/></row>' +
    '<row r="1048576"><c r="B1048576" t="str"><v>Bob</v></c><c r="XFD1048576" t="b"><v>1</v></c></row>'
  const book = makeXlsx(
    [
      { name: 'People &amp; pay', rows },
      { name: 'Empty', rows: '' },
    ],
    ['Payroll', 'Name', 'Pay', 'Ada\nByron'],
    coreProperties({ title: 'Pay', author: 'Ada', modified: '2024-03-05' }),
  )

  expect(await read('pay.xlsx', book)).toMatchObject({
    type: 'sheet',
    title: 'Pay',
    author: 'Ada',
    writtenAt: Date.UTC(2024, 2, 5),
    pages: null,
    text: 'People & pay\n\nPayroll\nName, Since, Pay\nName: Ada Byron; Since: 2024-03-05; Pay: 0.3\nName: Bob; TRUE',
    passages: [{ heading: 'People & pay', place: { kind: 'cells', sheet: 'People & pay', range: 'B2:XFD1048576' } }],
  })
})

test('values are written as a person reads them', async () => {
  const cells = [
    ['s="1"', '45356.75'],
    ['s="2"', '45356.75'],
    ['s="2"', '0.5'],
    ['s="3"', '0.125'],
    ['s="4"', '1'],
    ['s="5"', '1.5'],
    ['s="1"', '-5'],
    ['t="e"', '#DIV/0!'],
    ['t="d"', '2024-03-05T00:00:00'],
    ['', '1E+21'],
    ['t="s"', '99'],
    ['', 'abc'],
  ]
  const rows = `<row>${cells.map(([attributes, value]) => `<c ${attributes}><v>${value}</v></c>`).join('')}</row>`

  expect(await read('a.xlsx', makeXlsx([{ name: 'S', rows }]))).toMatchObject({
    text: 'S\n\n2024-03-05, 2024-03-05 18:00, 12:00, 12.5%, 1900-01-01, 36:00, -5, #DIV/0!, 2024-03-05, 1e+21, abc',
    passages: [{ place: { range: 'A1:L1' } }],
  })
})

test('a long sheet is cut between rows, and each passage names its own cells', async () => {
  const row = (r: number) =>
    `<row r="${r}"><c r="A${r}" t="inlineStr"><is><t>person number ${r} of the long list</t></is></c><c r="C${r}"><v>${r}</v></c></row>`
  const header =
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="C1" t="inlineStr"><is><t>No</t></is></c></row>'
  const rows = header + Array.from({ length: 99 }, (_, i) => row(i + 2)).join('')

  const { passages } = await read('long.xlsx', makeXlsx([{ name: 'List', rows }]))

  const rangesByText = passages.map(({ text }) => {
    const numbers = [...text.matchAll(/No: (\d+)/g)].map(([, number]) => Number(number))
    const first = text.startsWith('Name, No') ? 1 : numbers[0]
    return `A${first}:C${numbers.at(-1)}`
  })
  expect(passages.length).toBeGreaterThan(5)
  expect(passages.map(({ place }) => place?.kind === 'cells' && place.range)).toEqual(rangesByText)
})

test('an OpenDocument workbook gives the same, whatever it repeats', async () => {
  const cell = (type: string, attributes: string, text: string) =>
    `<table:table-cell office:value-type="${type}" ${attributes}><text:p>${text}</text:p></table:table-cell>`
  const empty = (times: number) => `<table:table-cell table:number-columns-repeated="${times}"/>`
  const body =
    `<table:table table:name="Trips"><table:table-row table:number-rows-repeated="2">${empty(1024)}</table:table-row>` +
    `<table:table-header-rows><table:table-row>${empty(1)}${cell('string', '', 'Day')}${cell('string', '', 'Cost')}${cell('string', '', 'Share')}</table:table-row></table:table-header-rows>` +
    `<table:table-row table:number-rows-repeated="3">${empty(1)}${cell('date', 'office:date-value="2024-03-05T00:00:00"', '5. März')}${cell('currency', 'office:value="12.5" office:currency="EUR"', '12,50 €')}${cell('percentage', 'office:value="0.3"', '30 %')}</table:table-row>` +
    `<table:table-row table:number-rows-repeated="1048570">${empty(1024)}</table:table-row></table:table>` +
    `<table:table table:name="Other"><table:table-row>${cell('float', 'office:value="3.5" table:number-columns-repeated="2"', '3,50')}<table:table-cell office:value-type="boolean" office:boolean-value="true"><office:annotation><text:p>a remark</text:p></office:annotation><text:p>WAHR</text:p></table:table-cell></table:table-row></table:table>`

  const { text, passages } = await read('trips.ods', makeOpenDocument('spreadsheet', body))

  expect({ text, places: passages.map(({ heading, place }) => [heading, place]) }).toEqual({
    text: 'Trips\n\nDay, Cost, Share\nDay: 2024-03-05; Cost: 12.5 EUR; Share: 30%\n\nOther\n\n3.5, 3.5, TRUE',
    places: [
      ['Trips', { kind: 'cells', sheet: 'Trips', range: 'B3:D6' }],
      ['Other', { kind: 'cells', sheet: 'Other', range: 'A1:C1' }],
    ],
  })
})
