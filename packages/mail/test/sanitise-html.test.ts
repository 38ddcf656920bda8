import { describe, expect, test } from 'vitest'
import { differingLinksMax, differsFromTarget, listDifferingLinks } from '../src/differing-links.ts'
import { htmlDepth } from '../src/html-depth.ts'
import { htmlDepthMax, htmlLengthMax, remoteImagesMax, sanitiseHtml } from '../src/sanitise-html.ts'

const clean = (html: string) => sanitiseHtml(html).html

describe('what stays and what goes', () => {
  test.each([
    ['script', '<p>a</p><script>alert(1)</script>', '<p>a</p>'],
    ['events', '<p onclick="x()">a</p>', '<p>a</p>'],
    ['style element', '<style>p{background:url(http://t.example/x)}</style><p>a</p>', '<p>a</p>'],
    [
      'style that loads',
      '<p style="background:url(http://t.example/x);color:red">a</p>',
      '<p style="color:red">a</p>',
    ],
    ['style that hides a load', '<p style="color:url(http://t.example/x)">a</p>', '<p>a</p>'],
    [
      'script as a link',
      '<a href="javascript:alert(1)">a</a>',
      '<a rel="noopener noreferrer nofollow" target="_blank">a</a>',
    ],
    [
      'link',
      '<a href="https://vendor.example/x">a</a>',
      '<a href="https://vendor.example/x" rel="noopener noreferrer nofollow" target="_blank">a</a>',
    ],
    ['form', '<form action="https://t.example"><input name="a"><p>b</p></form>', '<p>b</p>'],
    ['frame', '<iframe src="https://t.example"></iframe>a', 'a'],
    ['svg', '<svg><script>alert(1)</script></svg>a', 'a'],
    [
      'base and meta',
      '<base href="https://t.example"><meta http-equiv="refresh" content="0;url=https://t.example">a',
      'a',
    ],
    ['image in the mail', '<img src="cid:shot" alt="x">', '<img src="cid:shot" alt="x" />'],
    [
      'data that is no picture',
      '<img src="data:text/html;base64,QQ==">',
      '<span data-remote-image="data:text/html;base64,QQ==">[]</span>',
    ],
    [
      'table',
      '<table><tr><td bgcolor="red">a</td></tr></table>',
      '<table><tr><td bgcolor="red">a</td></tr></table>',
    ],
    [
      'background of a table',
      '<table background="https://t.example/x"><tr><td>a</td></tr></table>',
      '<table><tr><td>a</td></tr></table>',
    ],
  ])('%s', (_, html, want) => {
    expect(clean(html)).toBe(want)
  })

  test('an image from elsewhere is named and not loaded', () => {
    const { html, remoteImages } = sanitiseHtml(
      '<img src="https://t.example/pixel.gif?id=7" alt="Logo" srcset="https://t.example/2x">',
    )
    expect(html).toBe('<span data-remote-image="https://t.example/pixel.gif?id=7">[t.example: Logo]</span>')
    expect(remoteImages).toEqual(['https://t.example/pixel.gif?id=7'])
  })
})

describe('links that lead elsewhere', () => {
  test.each([
    ['support@vendor.example', 'mailto:support@vendor.example', false],
    ['Support@Vendor.example', 'mailto:support@vendor.example?subject=x', false],
    ['support@vendor.example', 'mailto:other@attacker.example', true],
    ['support@vendor.example', 'https://attacker.example/', true],
    ['Li Ming <li@customer.example>', 'mailto:li@customer.example', false],
    ['https://vendor.example/a', 'https://vendor.example/b', false],
    ['www.vendor.example', 'https://vendor.example/', false],
    ['vendor.example', 'https://attacker.example/', true],
    ['https://vendor.example', 'mailto:a@vendor.example', true],
    ['https://vendor.example@attacker.example/', 'https://attacker.example/', true],
    ['setup.exe', 'https://vendor.example/files/setup.exe', false],
    ['click here', 'https://attacker.example/', false],
    ['版本 2.0', 'https://vendor.example/', false],
  ])('%s to %s: %s', (shown, target, differs) => {
    expect(differsFromTarget(shown, target)).toBe(differs)
  })

  test('in plain text', () => {
    expect(listDifferingLinks('写信给 anna@vendor.example<mailto:anna@other.example>。')).toEqual([
      { shown: 'anna@vendor.example', target: 'mailto:anna@other.example' },
    ])
    expect(listDifferingLinks('anna@vendor.example [mailto:anna@vendor.example]')).toEqual([])
    expect(listDifferingLinks('<https://vendor.example/>')).toEqual([])
  })
})

describe('limits', () => {
  test('depth', () => {
    const deep = (levels: number) => '<div>'.repeat(levels) + 'x' + '</div>'.repeat(levels)
    expect(sanitiseHtml(deep(htmlDepthMax)).isTextOnly).toBe(false)
    expect(sanitiseHtml(deep(htmlDepthMax + 1))).toMatchObject({ isTextOnly: true, html: '<pre>x</pre>' })
  })

  test('length', () => {
    const long = (length: number) => `<p>${'x'.repeat(length - 3)}`
    expect(sanitiseHtml(long(htmlLengthMax)).isTextOnly).toBe(false)
    expect(sanitiseHtml(long(htmlLengthMax + 1)).isTextOnly).toBe(true)
  })

  test('images that are named', () => {
    const images = (count: number) =>
      Array.from({ length: count }, (_, at) => `<img src="https://t.example/${at}">`).join('')
    expect(sanitiseHtml(images(remoteImagesMax)).remoteImages).toHaveLength(remoteImagesMax)
    expect(sanitiseHtml(images(remoteImagesMax + 1)).remoteImages).toHaveLength(remoteImagesMax)
    expect(sanitiseHtml(images(remoteImagesMax + 1)).html).not.toContain('<img')
  })

  test('links that are named', () => {
    const links = (count: number) => '<a href="https://t.example">vendor.example</a> '.repeat(count)
    const texts = (count: number) => 'vendor.example<https://t.example> '.repeat(count)
    for (const count of [differingLinksMax, differingLinksMax + 1]) {
      expect(sanitiseHtml(links(count)).differingLinks).toHaveLength(differingLinksMax)
      expect(listDifferingLinks(texts(count))).toHaveLength(differingLinksMax)
    }
  })

  test('siblings are not depth', () => {
    expect(htmlDepth('<p>a<p>b<br><img src=x>'.repeat(1_000), 10)).toBe(1)
    expect(htmlDepth('<div></x>'.repeat(100), 50)).toBe(51)
  })

  test('text is escaped where the page is not cleaned', () => {
    const html = `${'<b>'.repeat(300)}&lt;script&gt;`
    expect(sanitiseHtml(html).html).toBe('<pre>&#60;script&#62;</pre>')
  })

  test.each([
    ['open brackets', '<'.repeat(htmlLengthMax)],
    ['links', '<a href="x@y.example">a@b.example</a>'.repeat(40_000)],
    ['ends without beginnings', '<b>'.repeat(200) + '</i>'.repeat(400_000)],
    ['attributes', `<a ${'x=1 '.repeat(400_000)}>`],
    ['styles', `<p style="${'color:red;'.repeat(150_000)}">`],
    ['dots', `<a href="x">${'a.'.repeat(500_000)}</a>`],
    ['at signs', `<a href="x">${'a@'.repeat(500_000)}</a>`],
  ])('hostile: %s', (_, html) => {
    expect(typeof sanitiseHtml(html).html).toBe('string')
  })

  test('hostile plain text', () => {
    for (const text of [
      '<mailto:a'.repeat(400_000),
      'a'.repeat(4_000_000),
      '<mailto:a@b.example>'.repeat(200_000),
      '[(<'.repeat(1_000_000),
    ])
      expect(Array.isArray(listDifferingLinks(text))).toBe(true)
  })
})
