import { StartFailure } from '../start-failure.ts'
import type { CommandContext, Outcome } from './command.ts'
import { startWords } from './start-words.ts'

/** What a command that opens the books answers where they cannot be opened; any other error is thrown on. */
export function startFailed({ say }: Pick<CommandContext, 'say'>, error: unknown): Outcome {
  if (!(error instanceof StartFailure)) throw error
  const { reason, facts } = error
  return { kind: 'failed', json: { reason, facts }, text: say(startWords[reason](facts)) }
}
