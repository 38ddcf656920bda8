// Work on cases: what people record, decide, send and correct.
import type { Endpoint } from '../../endpoint.ts'
import { openCase } from './open-case.ts'
import { changeCase } from './change-case.ts'
import { actOnCase } from './act-on-case.ts'
import { showCaseWork } from './show-case-work.ts'
import { addCaseNote } from './add-case-note.ts'
import { addCaseCall } from './add-case-call.ts'
import { addCaseRequest } from './add-case-request.ts'
import { addCaseCommitment } from './add-case-commitment.ts'
import { addCaseQuestion } from './add-case-question.ts'
import { changeItem } from './change-item.ts'
import { addDraft } from './add-draft.ts'
import { sendDraft } from './send-draft.ts'
import { moveMessage } from './move-message.ts'
import { mergeCase } from './merge-case.ts'
import { splitCase } from './split-case.ts'
import { undoMove } from './undo-move.ts'
import { judgeMessage } from './judge-message.ts'
import { showPerson } from './show-person.ts'
import { exportPerson } from './export-person.ts'
import { erasePerson } from './erase-person.ts'

export const caseWorkEndpoints: readonly Endpoint[] = [
  openCase,
  changeCase,
  actOnCase,
  showCaseWork,
  addCaseNote,
  addCaseCall,
  addCaseRequest,
  addCaseCommitment,
  addCaseQuestion,
  changeItem,
  addDraft,
  sendDraft,
  moveMessage,
  mergeCase,
  splitCase,
  undoMove,
  judgeMessage,
  showPerson,
  exportPerson,
  erasePerson,
]
