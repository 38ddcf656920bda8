import type { UnreachableBecause } from '@holdfast/store'
import type { StartFailure, StartFailureReason } from '../start-failure.ts'
import type { Words } from './command.ts'

type Sentence = (facts: StartFailure['facts']) => Words

/** Why books cannot be reached: what is the case, and what to do. */
const unreachableWords: { readonly [because in UnreachableBecause]: Words } = {
  file: {
    en: 'The file cannot be opened or written: check its owner, its mode and its disk, and what else has it open.',
    zh: '无法打开或写入该文件：请检查属主、权限、磁盘，以及是否被其他程序占用。',
  },
  connection: {
    en: 'PostgreSQL does not answer: check that it runs, the network between, and the address in DATABASE_URL or --database-url-file.',
    zh: 'PostgreSQL 未应答：请确认其正在运行、网络畅通，并检查 DATABASE_URL 或 --database-url-file 中的地址。',
  },
  login: {
    en: 'PostgreSQL does not accept the user or the password: correct them in DATABASE_URL or --database-url-file, or let this user in (pg_hba.conf).',
    zh: 'PostgreSQL 不接受该用户或密码：请在 DATABASE_URL 或 --database-url-file 中更正，或在 pg_hba.conf 中允许该用户。',
  },
  database: {
    en: 'PostgreSQL has no database of this name: create it, or correct the name in DATABASE_URL or --database-url-file.',
    zh: 'PostgreSQL 中没有此名称的数据库：请先建立，或更正 DATABASE_URL 或 --database-url-file 中的名称。',
  },
  rights: {
    en: 'PostgreSQL does not let this user make and change tables there: make it the owner of the database, and name the primary server, not a standby. To verify the audit it needs no more than to read.',
    zh: 'PostgreSQL 不允许该用户建立和修改表：请将其设为数据库属主，并指向主服务器而非备用服务器。仅校验审计时只需读取权限。',
  },
}

/** Why a server did not start, and what to do. */
export const startWords: { readonly [reason in StartFailureReason]: Sentence } = {
  'folder-in-use': (facts) => ({
    en: `The data folder ${facts['folder']} is in use by another server${facts['address'] === '' ? '' : ` (${facts['address']})`}. Stop that one, or give this one a folder of its own with --data.`,
    zh: `数据目录 ${facts['folder']} 正被另一服务器使用${facts['address'] === '' ? '' : `（${facts['address']}）`}。请先停止它，或用 --data 指定其他目录。`,
  }),
  'books-in-use': () => ({
    en: 'Another server serves these books. Stop every server of this database first; nothing was changed.',
    zh: '另有服务器正在使用这些账册。请先停止此数据库的所有服务器；未作任何改动。',
  }),
  'books-newer': (facts) => ({
    en: `A newer version of Holdfast wrote the books ${facts['books']} (schema ${facts['version']}; this one knows ${facts['versionMax']}). Use that version or a later one. To go back to this version, restore the books from a backup that is older than the update. Nothing was changed.`,
    zh: `账册 ${facts['books']} 由更新版本的 Holdfast 写入（结构版本 ${facts['version']}，本程序最高支持 ${facts['versionMax']}）。请使用该版本或更新版本；如需退回本版本，请恢复升级前的备份。未作任何改动。`,
  }),
  'books-unreachable': (facts) => {
    const why = unreachableWords[facts['because'] as UnreachableBecause]
    return {
      en: `The books ${facts['books']} cannot be opened (${facts['reason']}). ${why.en}`,
      zh: `无法打开账册 ${facts['books']}（${facts['reason']}）。${why.zh}`,
    }
  },
  'books-damaged': (facts) => ({
    en: `The books ${facts['books']} are damaged, or are no books of Holdfast (${facts['reason']}). Keep them as they are, for whoever examines them, and restore the newest backup in another place.`,
    zh: `账册 ${facts['books']} 已损坏，或不是 Holdfast 账册（${facts['reason']}）。请原样保留以备检查，并在其他位置恢复最新的备份。`,
  }),
  'folder-unwritable': (facts) => ({
    en: `The data folder ${facts['folder']} cannot be written (${facts['reason']}). Check its owner and its disk.`,
    zh: `无法写入数据目录 ${facts['folder']}（${facts['reason']}）。请检查属主与磁盘。`,
  }),
  'address-in-use': (facts) => ({
    en: `Something listens on ${facts['host']}:${facts['port']} already. Stop it, or choose another port with --port.`,
    zh: `${facts['host']}:${facts['port']} 已被占用。请停止占用者，或用 --port 另选端口。`,
  }),
  'address-not-ours': (facts) => ({
    en: `This machine cannot listen on ${facts['host']}:${facts['port']}. Choose another address with --host and --port.`,
    zh: `本机无法监听 ${facts['host']}:${facts['port']}。请用 --host、--port 另选地址。`,
  }),
  'key-file-missing': (facts) => ({
    en: `The signing key ${facts['key']} is encrypted, and no key file was given. Give the one used at the first start with --key-file.`,
    zh: `签名密钥 ${facts['key']} 已加密，但未给出密钥文件。请用 --key-file 指定首次启动时使用的文件。`,
  }),
  'key-file-wrong': (facts) => ({
    en: `The key file does not open the signing key ${facts['key']}. Give the one used at the first start; nothing was changed.`,
    zh: `密钥文件无法打开签名密钥 ${facts['key']}。请使用首次启动时的文件；未作任何改动。`,
  }),
  'key-damaged': (facts) => ({
    en: `The signing key ${facts['key']} in the books is damaged. Restore the books from a backup.`,
    zh: `账册中的签名密钥 ${facts['key']} 已损坏。请从备份恢复。`,
  }),
  'trust-damaged': (facts) => ({
    en: `Trust bundle ${facts['version']} in the books does not verify. Restore the books from a backup.`,
    zh: `账册中的信任包 ${facts['version']} 校验失败。请从备份恢复。`,
  }),
  'desk-secret-missing': (facts) => ({
    en: `Messages hang on the desk's secret ${facts['secret']}, and the books do not hold it. Restore the setting desk-secret-${facts['secret']} from a backup; where there is none, "holdfast desk accept-loss --reason TEXT" begins another. Nothing was changed.`,
    zh: `邮件依赖支持密钥 ${facts['secret']}，但账册中没有它。请从备份恢复设置 desk-secret-${facts['secret']}；若无备份，可用 "holdfast desk accept-loss --reason TEXT" 启用新密钥。未作任何改动。`,
  }),
  'desk-secret-damaged': (facts) => ({
    en: `The desk's secret ${facts['secret']} in the books is damaged. Restore the setting desk-secret-${facts['secret']} from a backup; where there is none, "holdfast desk accept-loss --reason TEXT" begins another. Nothing was changed.`,
    zh: `账册中的支持密钥 ${facts['secret']} 已损坏。请从备份恢复设置 desk-secret-${facts['secret']}；若无备份，可用 "holdfast desk accept-loss --reason TEXT" 启用新密钥。未作任何改动。`,
  }),
  'desk-key-file-missing': (facts) => ({
    en: `The desk's secret ${facts['secret']} is encrypted, and no key file was given. Give the one it was made with by --key-file.`,
    zh: `支持密钥 ${facts['secret']} 已加密，但未给出密钥文件。请用 --key-file 指定建立它时使用的文件。`,
  }),
  'desk-key-file-wrong': (facts) => ({
    en: `The key file does not open the desk's secret ${facts['secret']}. Give the one it was made with; where that is lost, "holdfast desk accept-loss --reason TEXT" begins another secret. Nothing was changed.`,
    zh: `密钥文件无法打开支持密钥 ${facts['secret']}。请使用建立它时的文件；若该文件已丢失，可用 "holdfast desk accept-loss --reason TEXT" 启用新密钥。未作任何改动。`,
  }),
}
