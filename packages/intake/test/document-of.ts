import { zipOf, type ZipPart } from './zip-of.ts'

const namespaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="mc"'

/** A DOCX document; `body` is the XML inside `w:body`, `parts` are further parts by name with the XML inside their root. */
export function documentOf(body: string, parts: { readonly [name: string]: string } = {}): Buffer {
  const others = Object.entries(parts).map(([name, content]): ZipPart => ({
    name: `word/${name}`,
    content: `<?xml version="1.0" encoding="UTF-8"?><w:part ${namespaces}>${content}</w:part>`,
  }))
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: '<Relationships/>' },
    ...others,
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`,
    },
  ])
}

/** A paragraph of plain runs. */
export function paragraph(...runs: readonly string[]): string {
  return `<w:p>${runs.map((run) => `<w:r><w:t xml:space="preserve">${run}</w:t></w:r>`).join('')}</w:p>`
}
