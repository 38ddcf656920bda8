// Pages of mails so that they can be shown: nothing runs, nothing loads. spec: mail §4
import { htmlToText } from '@holdfast/intake'
import sanitize from 'sanitize-html'
import { differingLinksMax, differsFromTarget, type DifferingLink } from './differing-links.ts'
import { htmlDepth } from './html-depth.ts'
import { escapeHtml } from './mail-body.ts'

export type SanitisedHtml = {
  readonly html: string
  /** Addresses of images that were left out, each once, in their order. */
  readonly remoteImages: readonly string[]
  readonly differingLinks: readonly DifferingLink[]
  /** The page is too large or too deep to be cleaned: `html` is its text alone. */
  readonly isTextOnly: boolean
}

/** UTF-16 units of a page that is cleaned. */
export const htmlLengthMax = 2 * 1024 * 1024
/** Elements in each other: the work of the cleaner grows with their depth. */
export const htmlDepthMax = 256
/** Images named in the result. */
export const remoteImagesMax = 1_000

const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([\d\s.,%]{1,40}\))$/i
const length = /^-?[\d.]{1,8}(?:px|pt|em|rem|ex|%|cm|mm|in)?$/i
const lengths = /^(?:-?[\d.]{1,8}(?:px|pt|em|rem|%|cm|mm|in)?|auto|\s){1,8}$/i
const word = /^[a-z-]{1,24}$/i

/** What a page may say of its looks: no value of these can load anything. */
const styles: { readonly [property: string]: readonly RegExp[] } = {
  color: [colour],
  'background-color': [colour],
  'font-family': [/^[\p{L}\d\s,'"-]{1,200}$/u],
  'font-size': [length, word],
  'font-style': [word],
  'font-weight': [word, /^\d{3}$/],
  'line-height': [length, word],
  'text-align': [word],
  'text-decoration': [word],
  'text-indent': [length],
  'vertical-align': [word, length],
  'white-space': [word],
  margin: [lengths],
  'margin-left': [lengths],
  'margin-top': [lengths],
  'margin-bottom': [lengths],
  'margin-right': [lengths],
  padding: [lengths],
  'padding-left': [lengths],
  'padding-top': [lengths],
  'padding-bottom': [lengths],
  'padding-right': [lengths],
  border: [/^[\w\s.#-]{1,60}$/],
  'border-collapse': [word],
  width: [lengths],
  height: [lengths],
  'list-style-type': [word],
}

const allowedTags = [
  ...['a', 'abbr', 'address', 'article', 'b', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code'],
  ...[
    'col',
    'colgroup',
    'dd',
    'del',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'font',
    'footer',
    'h1',
  ],
  ...[
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'main',
    'mark',
    'nav',
    'ol',
  ],
  ...['p', 'pre', 'q', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table'],
  ...['tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
]

const cells = ['align', 'valign', 'width', 'height', 'bgcolor', 'colspan', 'rowspan', 'nowrap']
const allowedAttributes = {
  '*': ['style', 'dir', 'lang', 'align', 'title'],
  a: ['href', 'rel', 'target'],
  blockquote: ['type'],
  col: ['span', 'width'],
  font: ['color', 'size', 'face'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start', 'type'],
  span: ['data-remote-image'],
  table: ['border', 'cellpadding', 'cellspacing', 'width', 'bgcolor'],
  td: cells,
  th: cells,
  tr: cells,
}

/**
 * A page without scripts, styles that load, forms, frames and images from elsewhere. Where an image was left out stands a
 * `span` with its address in `data-remote-image` and its host as text; images with `cid:` stay, links get `rel`.
 */
export function sanitiseHtml(html: string): SanitisedHtml {
  if (!canBeCleaned(html))
    return {
      html: `<pre>${escapeHtml(htmlToText(html).trim())}</pre>`,
      remoteImages: [],
      differingLinks: [],
      isTextOnly: true,
    }
  const remoteImages = new Set<string>()
  const differingLinks: DifferingLink[] = []
  const clean = sanitize(html, {
    allowedTags,
    allowedAttributes,
    allowedStyles: { '*': styles as { [property: string]: RegExp[] } },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['cid', 'data'] },
    allowProtocolRelative: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'xmp', 'title', 'noscript', 'template'],
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, rel: 'noopener noreferrer nofollow', target: '_blank' },
      }),
      img: (tagName, attribs) => {
        const source = (attribs['src'] ?? '').trim()
        if (isHere(source)) return { tagName, attribs }
        if (remoteImages.size < remoteImagesMax) remoteImages.add(source)
        return {
          tagName: 'span',
          attribs: { 'data-remote-image': source },
          text: placeholder(source, attribs['alt']),
        }
      },
    },
    exclusiveFilter: ({ tag, text, attribs }) => {
      const target = attribs['href'] ?? ''
      if (tag === 'a' && differingLinks.length < differingLinksMax && differsFromTarget(text, target))
        differingLinks.push({ shown: text.trim().slice(0, 400), target })
      return false
    },
  })
  return { html: clean, remoteImages: [...remoteImages], differingLinks, isTextOnly: false }
}

/** Within the limits of what is cleaned. */
export function canBeCleaned(html: string): boolean {
  return html.length <= htmlLengthMax && htmlDepth(html, htmlDepthMax) <= htmlDepthMax
}

const imagesHere = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,/i

function isHere(source: string): boolean {
  return /^cid:/i.test(source) || imagesHere.test(source)
}

function placeholder(source: string, alt: string | undefined): string {
  const host = /^(?:https?:)?\/\/([^/?#]{1,255})/i.exec(source)?.[1] ?? ''
  return `[${[host, (alt ?? '').trim().slice(0, 200)].filter((part) => part !== '').join(': ')}]`
}
