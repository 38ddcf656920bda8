import type { Ask, Outcome } from '../outcome.ts'
import { exchangeInput } from '../exchange-input.ts'
import { openOutput } from '../text-file.ts'

/** Over the network, or with `--out` as a file. The file is opened first: once released, it must have a place to go. */
export async function run(ask: Ask): Promise<Outcome> {
  return ask.typed.out === undefined ? await send(ask) : await write(ask, ask.typed.out)
}

async function send(ask: Ask): Promise<Outcome> {
  const { words, licence } = ask
  const done = await licence.release(exchangeInput(ask))
  // Asked again after the server has confirmed it, and the vault says so: what was wanted is the case.
  if (done.kind === 'refused' && done.code === 'NOT_LICENSED' && done.facts['confirmed'] === true)
    return {
      kind: 'done',
      json: {
        done: 'release',
        already: true,
        confirmed: true,
        lease: null,
        file: null,
        text: null,
        because: null,
      },
      text: words.released(true),
    }
  if (done.kind === 'refused') return done
  const { confirmed, lease, text, refusal } = done
  return {
    kind: 'done',
    json: {
      done: 'release',
      already: false,
      confirmed,
      lease,
      file: null,
      text,
      because: refusal === null ? null : { code: refusal.code, facts: refusal.facts },
    },
    text: [words.released(confirmed), ...(confirmed ? [] : [words.releaseToCarry])].join('\n'),
  }
}

async function write({ licence, words, surroundings }: Ask, file: string): Promise<Outcome> {
  const opened = openOutput(file, surroundings.print)
  if (opened.kind === 'refused') return opened
  const done = await licence.request({ action: 'release' })
  if (done.kind === 'refused') {
    opened.output.drop()
    return done
  }
  const written = opened.output.write(done.text)
  // The release stands, and is nowhere but in the vault: it has to be written once more.
  if (written.kind === 'refused') return { ...written, facts: { ...written.facts, released: true } }
  return {
    kind: 'done',
    json: { done: 'release', already: done.already, confirmed: false, id: done.id, file },
    text: file === '-' ? '' : `${words.released(false)}\n${words.releaseInFile(file)}`,
  }
}
