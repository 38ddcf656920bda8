import { operations, type Input } from '@holdfast/contract'
import { makeCaseItemId, refuse, type Refusal } from '@holdfast/lease'
import { addEntries, onlyItem } from '../../../desk/work/add-entries.ts'
import { parseArtefact } from '../../../desk/work/parse-artefact.ts'
import { writeDraft, type AskedDraft } from '../../../desk/work/write-draft.ts'
import { endpoint } from '../../endpoint.ts'
import { itemBody } from '../../wire/case-work.ts'

type Body = Input<typeof operations.addDraft>['body']

export const addDraft = endpoint(operations.addDraft, async ({ params, body }, caller, services) => {
  const id = makeCaseItemId(caller.now, services.entropy)
  const content = contentOf(body)
  if (content.kind === 'refused') return content
  const asked: AskedDraft = {
    audience: body.audience,
    language: body.language,
    content,
    subject: body.subject ?? null,
    replyTo: body.replyTo ?? null,
    to: body.to ?? null,
    cc: body.cc ?? [],
    confirms: null,
  }
  const { desk } = services
  const added = await addEntries(caller, services, params.case, async (gathered, read) => {
    const written = await writeDraft(read, gathered, asked, { id, desk })
    return 'code' in written ? written : [written]
  })
  return added.kind === 'refused' ? added : itemBody(onlyItem(added.items))
})

function contentOf({ artefact, text }: Body): AskedDraft['content'] | Refusal<'INPUT_INVALID'> {
  if ((artefact === undefined) === (text === undefined))
    return refuse('INPUT_INVALID', { complaints: ['body: needs either artefact or text'] })
  return artefact === undefined ? { kind: 'text', text: text ?? '' } : parseArtefact(artefact)
}
