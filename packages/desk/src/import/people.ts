// Who of a thread is who: one sender is one person, and nobody is taken for another because of a name. spec: case-import §4
import type { Correspondent } from './source-thread.ts'

/** One sender, by the address; where there is none, by the whole name as written. Null where there is neither. */
export function personKey({ name, address }: Correspondent): string | null {
  if (address !== '') return `address ${address.toLowerCase()}`
  return name === '' ? null : `name ${bareName(name)}`
}

function bareName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Names by which somebody is greeted: the whole name, the given name in Chinese, the first name elsewhere. Never a surname. */
export function greetedNames({ name }: Correspondent): string[] {
  const bare = name
    .normalize('NFKC')
    .replace(/[(（【[].{0,60}$/, '')
    .trim()
  const han = /\p{Script=Han}{2,4}/u.exec(bare)?.[0] ?? ''
  const latin = /^[\p{Script=Latin}'-]{2,40}(?: [\p{Script=Latin}.'-]{1,40}){0,3}$/u.exec(bare)?.[0] ?? ''
  const first = latin.split(' ')[0] ?? ''
  return [
    han,
    ...(han.length === 3 ? [han.slice(1)] : []),
    latin,
    ...(first.length >= 3 ? [first] : []),
  ].filter((one, at, all) => one !== '' && all.indexOf(one) === at)
}

/** Where a greeting names somebody by one of these names; -1 where it does not. */
export function findName(greeting: string, name: string): number {
  if (/\p{Script=Han}/u.test(name)) return greeting.indexOf(name)
  const [low, wanted] = [greeting.toLowerCase(), name.toLowerCase()]
  const at = low.indexOf(wanted)
  const isWord =
    !/[\p{L}\p{N}]/u.test(low[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(low[at + wanted.length] ?? ' ')
  return at >= 0 && isWord ? at : -1
}

const surnameZh =
  /^\s{0,9}(?:尊敬的)?(\p{Script=Han}{1,2}?)(?:工程师|工|总|经理|老师|主任|先生|女士|小姐|处长|科长|姐|哥)(?=\s{0,3}(?:您|你好|好|早|上午好|下午好|晚上好|[,，:：!！\n]|$))/u
const surnameEn =
  /\b(?:dear|hi|hello|good (?:morning|afternoon)),? (?:mr|mrs|ms|miss|dr|prof)\.? (\p{L}[\p{L}'-]{1,40})/iu

export type GreetedSurname = { readonly surname: string; readonly text: string; readonly at: number }

/** The surname that a greeting with a title names: `王` of `王工，您好`; null where there is none. */
export function greetedSurname(greeting: string): GreetedSurname | null {
  const found = surnameZh.exec(greeting) ?? surnameEn.exec(greeting)
  const surname = found?.[1]
  return found === null || surname === undefined
    ? null
    : {
        surname: surname.toLowerCase(),
        text: found[0].trim(),
        at: found.index + found[0].length - found[0].trimStart().length,
      }
}

/** Whether somebody could be meant by a surname: enough to doubt, never enough to know. */
export function mayBear({ name }: Correspondent, surname: string): boolean {
  const bare = bareName(name)
  return /\p{Script=Han}/u.test(surname) ? bare.startsWith(surname) : bare.split(/[ ,]/).includes(surname)
}
