import type { DeviceState } from '@holdfast/device'
import type { RefusalFacts } from '@holdfast/lease'
import { fillTemplate } from './fill-template.ts'
import type { Locale } from './locale.ts'
import type { Phrase } from './phrase-table.ts'
import { statePhrases, type StateWord } from './state-phrases.ts'

/** What people are told about the state of a device: what is, until when, whether work goes on, what to do. spec: device §1 */
export function phraseState(state: DeviceState, locale: Locale): Phrase {
  const templates = statePhrases[stateWord(state)][locale]
  const facts = stateFacts(state)
  return {
    title: fillTemplate(templates.title, facts, locale),
    userAction: fillTemplate(templates.userAction, facts, locale),
    adminAction: fillTemplate(templates.adminAction, facts, locale),
  }
}

function stateWord(state: DeviceState): StateWord {
  switch (state.kind) {
    case 'unlicensed':
      return `unlicensed: ${state.because}`
    case 'licensed':
      if (state.until === 'perpetual') return 'licensed: perpetual'
      return state.reminding ? 'licensed: reminding' : 'licensed: until'
    case 'in-grace':
      return `in-grace: ${state.because}`
    case 'lapsed':
      return `lapsed: ${state.because}`
  }
}

function stateFacts(state: DeviceState): RefusalFacts {
  switch (state.kind) {
    case 'unlicensed':
      return {}
    case 'licensed':
      return state.until === 'perpetual' ? {} : { until: state.until }
    case 'in-grace':
      return { since: state.since, until: state.until }
    case 'lapsed':
      return { since: state.since, clockBehind: state.noticed.includes('clock-behind') }
  }
}
