// What `holdfast audit verify` says, and the line by which a head is printed, noted down and given back.
import type { AuditHead, AuditVerdict, NotedHead, UnverifiedAudit } from '@holdfast/store'
import type { Words } from './command.ts'

type Broken = Extract<AuditVerdict, { kind: 'broken' }>

/** Server, row and hash, as `parseHeadLine` reads them. */
export function formatHeadLine({ server, sequence, hash }: NotedHead): string {
  return `${server} ${sequence} ${Buffer.from(hash).toString('hex')}`
}

/** Null where the text is not exactly a line of `formatHeadLine`: a head that is read generously proves nothing. */
export function parseHeadLine(text: string): NotedHead | null {
  const [, server, written, hash] =
    /^(srv_[0-9a-f]{16}) (0|[1-9][0-9]{0,15}) ([0-9a-f]{64})$/.exec(text) ?? []
  const sequence = Number(written)
  if (server === undefined || hash === undefined || !Number.isSafeInteger(sequence)) return null
  return { server, sequence, hash: Buffer.from(hash, 'hex') }
}

export const headUsage: Words = {
  en: '--head takes a line as "audit verify" prints it: "SERVER ROW HASH"',
  zh: '--head 须为 "audit verify" 输出的一行："SERVER ROW HASH"',
}

export function wholeText(
  { rows, heads }: { readonly rows: number; readonly heads: readonly AuditHead[] },
  noted: number,
): Words {
  const lines = heads.map((head) => `\n${formatHeadLine(head)}`).join('')
  const found =
    noted === 0
      ? { en: '', zh: '' }
      : { en: ` Noted heads found unchanged: ${noted}.`, zh: `已核对所记链头 ${noted} 个，均一致。` }
  return {
    en: `${rows} audit rows, none altered.${found.en}${lines}`,
    zh: `审计记录 ${rows} 条，均未被改动。${found.zh}${lines}`,
  }
}

export function brokenText(verdict: Broken): Words {
  switch (verdict.what) {
    case 'noted-row-missing':
      return {
        en: `The audit was altered: row ${verdict.sequence} of server ${verdict.server} was noted and is gone. Only books restored from an older backup may lack it; then note the heads anew.`,
        zh: `审计记录被改动：所记服务器 ${verdict.server} 的第 ${verdict.sequence} 条已不存在。仅当账册由更早的备份恢复时属正常，届时请重新记录链头。`,
      }
    case 'noted-hash-differs':
      return {
        en: `The audit was altered: row ${verdict.sequence} of server ${verdict.server} has another hash than was noted. Only books restored from an older backup may have one; then note the heads anew.`,
        zh: `审计记录被改动：服务器 ${verdict.server} 第 ${verdict.sequence} 条的哈希与所记不同。仅当账册由更早的备份恢复时属正常，届时请重新记录链头。`,
      }
    case 'server-unknown':
      return {
        en: `These books do not know ${verdict.server}, the server of this data folder: they are not its books, or its row was removed. Check --data and the database.`,
        zh: `账册中没有此数据目录的服务器 ${verdict.server}：账册不属于它，或其记录已被删除。请检查 --data 与数据库。`,
      }
    default:
      return {
        en: `The audit was altered: ${verdict.what} at row ${verdict.sequence} of chain ${verdict.chain}.`,
        zh: `审计记录被改动：链 ${verdict.chain} 第 ${verdict.sequence} 条（${verdict.what}）。`,
      }
  }
}

/** Why nothing was verified, and what to do. */
export function unverifiedText(unverified: UnverifiedAudit): Words {
  switch (unverified.reason) {
    case 'books-missing':
      return {
        en: 'No books are here, so no audit was verified. Check --data and the database; where the tables were removed, restore the books from a backup. Nothing was changed.',
        zh: '此处没有账册，未校验任何审计记录。请检查 --data 与数据库；若数据表已被删除，请从备份恢复。未作任何改动。',
      }
    case 'books-incomplete':
      return {
        en: `The books lack what an audit stands in (${unverified.tables.join(', ')}), so none was verified. Somebody removed or altered it: restore the books from a backup. Nothing was changed.`,
        zh: `账册缺少审计所需的数据表（${unverified.tables.join('、')}），未校验任何审计记录。数据表已被删除或改动，请从备份恢复账册。未作任何改动。`,
      }
    case 'books-older':
      return {
        en: `The books have version ${unverified.version}, this program knows ${unverified.versionMax}: no audit was verified. Use the program of the server that writes them, or start this version's server first. Nothing was changed.`,
        zh: `账册版本为 ${unverified.version}，本程序为 ${unverified.versionMax}：未校验任何审计记录。请使用写入账册的服务器所属版本的程序，或先启动本版本的服务器。未作任何改动。`,
      }
  }
}
