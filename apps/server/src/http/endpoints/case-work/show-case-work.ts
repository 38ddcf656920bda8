import { operations } from '@holdfast/contract'
import { findNamedCase } from '../../../desk/find-case.ts'
import { showWork } from '../../../desk/work/show-work.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const showCaseWork = endpoint(
  operations.showCaseWork,
  async ({ params }, caller, { store, serviceTime }) => {
    const found = await findNamedCase(store.read, params.case)
    return isRefusal(found) ? found : await showWork(store.read, found, serviceTime, caller.now)
  },
)
