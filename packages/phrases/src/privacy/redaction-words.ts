// What stands in a redacted text instead of people. spec: case §13
import type { CaseParty, PersonRole, RedactionWords } from '@holdfast/desk'
import type { Locale } from '../locale.ts'

const roleWords: { readonly [party in CaseParty | 'unknown']: { readonly [locale in Locale]: string } } = {
  customer: { en: 'customer contact', zh: '客户联系人' },
  support: { en: 'support engineer', zh: '支持工程师' },
  rnd: { en: 'R&D contact', zh: '研发联系人' },
  upstream: { en: 'upstream contact', zh: '上游厂商联系人' },
  product: { en: 'product contact', zh: '产品联系人' },
  legal: { en: 'legal contact', zh: '法务联系人' },
  unknown: { en: 'person', zh: '人员' },
}

function wordsIn(locale: Locale): RedactionWords {
  return {
    role: ({ party, number }: PersonRole) => `[${roleWords[party ?? 'unknown'][locale]} ${number}]`,
    or: locale === 'zh' ? '或' : ' or ',
    somebody: locale === 'zh' ? '[某人]' : '[somebody]',
    phone: locale === 'zh' ? '[电话]' : '[telephone]',
    address: locale === 'zh' ? '[邮箱]' : '[mail address]',
  }
}

export const redactionWords: { readonly [locale in Locale]: RedactionWords } = {
  en: wordsIn('en'),
  zh: wordsIn('zh'),
}
