import type { StartFailure, StartFailureReason } from '../start-failure.ts'
import type { Words } from './command.ts'

type Sentence = (facts: StartFailure['facts']) => Words

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
