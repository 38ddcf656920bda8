// What commander says by itself, in the other language too. A sentence that is not known here stays as it is.
import type { Locale } from '../http/problem.ts'

const titles: { readonly [title: string]: string } = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}

export function helpTitle(title: string, locale: Locale): string {
  return locale === 'zh' ? (titles[title] ?? title) : title
}

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown option '(.*)'$/, '未知选项“$1”'],
  [/^error: unknown command '(.*)'$/, '未知命令“$1”'],
  [/^error: missing required argument '(.*)'$/, '缺少必需的参数“$1”'],
  [/^error: option '(.*)' argument missing$/, '选项“$1”缺少参数'],
  [/^error: required option '(.*)' not specified$/, '缺少必需的选项“$1”'],
  [/^error: too many arguments\b.*$/, '参数过多'],
  [/^error: option '(.*)' argument '(.*)' is invalid\. (.*)$/, '选项“$1”的值“$2”无效：$3'],
]

/** One line of what was misused, as the rest of the command line says it. */
export function usageError(text: string, locale: Locale): string {
  return text
    .split('\n')
    .map((line) => {
      if (!line.startsWith('error: ')) return line
      const found = locale === 'zh' ? sentences.find(([pattern]) => pattern.test(line)) : undefined
      const said = found === undefined ? line.slice('error: '.length) : line.replace(found[0], found[1])
      return `holdfast: ${said}`
    })
    .join('\n')
}
