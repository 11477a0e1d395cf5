import { expect, test } from 'vitest'
import { itemsIn } from './xml-values.ts'

test('of each item the texts by name, whatever the prefix, trimmed, the last of a name', () => {
  const xml = `<?xml version="1.0"?>
    <d:multistatus xmlns:d="DAV:">
      <d:response>
        <d:href> /a.zip </d:href>
        <d:propstat><d:prop><d:getcontentlength>7</d:getcontentlength><d:resourcetype/></d:prop></d:propstat>
        <x:href>/b&amp;c.zip</x:href>
      </d:response>
      <href>outside</href>
      <response><href><![CDATA[/<d>.zip]]></href></response>
    </d:multistatus>`

  expect(itemsIn(xml, 'response')).toEqual([
    { href: '/b&c.zip', propstat: '', prop: '', getcontentlength: '7', resourcetype: '' },
    { href: expect.any(String) },
  ])
  expect(itemsIn(xml, 'nothing')).toEqual([])
  expect(itemsIn('<list><item/><item>text</item></list>', 'item')).toEqual([{}, {}])
})

test('what is not XML is an error, and no entity is looked up', () => {
  for (const text of [
    '',
    '<a>',
    '<a></b>',
    'plain',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b></a>',
  ])
    expect(() => itemsIn(text, 'a')).toThrow(Error)
})
