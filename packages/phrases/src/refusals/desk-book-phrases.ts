import type { PhraseTable } from '../phrase-table.ts'

/** Cases and mails in the books. */
export const deskBookPhrases = {
  EDIT_OUTDATED: {
    en: {
      title: 'Somebody else changed this in the meantime.',
      userAction:
        'Nothing of yours was saved. Open it again, look at what is new, and make your change once more.',
      adminAction:
        '[It is {subject}. ][Changed by others: {changed}. ][You worked on version {expected}. ][The books have version {version}. ]Read the present state and send the change again with its version.',
    },
    zh: {
      title: '在您编辑期间，他人已做了更改。',
      userAction: '您的更改未保存。请重新打开，查看新内容后再次修改。',
      adminAction:
        '[对象：{subject}。][他人更改的内容：{changed}。][您依据的版本为 {expected}。][当前版本为 {version}。]请读取当前内容，并以其版本号重新提交。',
    },
  },
  CASE_MERGED: {
    en: {
      title: 'This case was merged into another one.',
      userAction: 'Nothing was changed. Go on in the case that it was merged into.',
      adminAction:
        '[The case {case} was merged. ][Its messages are in {into}. ]Do it there, or undo the merge first.',
    },
    zh: {
      title: '此案例已并入另一案例。',
      userAction: '没有任何改变。请在合并后的案例中继续。',
      adminAction: '[案例 {case} 已被合并。][其邮件现位于 {into}。]请在该案例中操作，或先撤销合并。',
    },
  },
  MOVE_OVERTAKEN: {
    en: {
      title: 'Something of this was moved on since; undo the later step first.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The step {move} cannot be undone yet. ][In its way stands {by}. ]Undo that one, then this one.',
    },
    zh: {
      title: '其中部分内容之后又被移动过，请先撤销较晚的步骤。',
      userAction: '没有任何改变。',
      adminAction: '[步骤 {move} 暂时无法撤销。][须先撤销 {by}。]请先撤销该步骤，再撤销此步骤。',
    },
  },
  CASE_SENDING_OFF: {
    en: {
      title: 'Sending is switched off for this case.',
      userAction: 'No mail was sent. Whoever owns the case can switch sending on.',
      adminAction:
        '[The case is {case}. ]Imported cases send nothing until a person switches sending on for this one case. Do so if its people are to get mail, then send again.',
    },
    zh: {
      title: '此案例未开启发送邮件。',
      userAction: '没有发出任何邮件。案例负责人可以开启发送。',
      adminAction:
        '[案例编号：{case}。]导入的案例在有人为其单独开启发送之前，不会发出邮件。若确实需要向相关人员发信，请先开启，再重新发送。',
    },
  },
  MAIL_NOT_CONFIGURED: {
    en: {
      title: 'This server has no mail configured.',
      userAction: 'Nothing was sent. The draft is kept.',
      adminAction:
        '[The case is {case}. ]Give the server the address of the desk and a mail server in its mail settings, start it again, and send the draft then. Until that, write by other means and record what was said.',
    },
    zh: {
      title: '此服务器尚未配置邮件。',
      userAction: '没有发出任何邮件，草稿已保留。',
      adminAction:
        '[案例：{case}。]请在服务器的邮件设置中填写服务台地址和发信服务器，重启后再发送此草稿。在此之前，请通过其他方式联系，并记录沟通内容。',
    },
  },
  INTAKE_STATE_WRONG: {
    en: {
      title: 'This mail cannot be read again or discarded.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The mail is {mail}. ][Its state is {state}. ][Asked for was {action}. ]Only failed mails are read again or discarded, and a discarded one has nothing left to read. Look at the list of failed mails.',
    },
    zh: {
      title: '此邮件无法重新读取或丢弃。',
      userAction: '没有任何改变。',
      adminAction:
        '[收件编号：{mail}。][当前状态：{state}。][请求的操作：{action}。]只有读取失败的邮件才能重新读取或丢弃；已丢弃的邮件没有内容可读。请查看读取失败的邮件列表。',
    },
  },
  OUTGOING_STATE_WRONG: {
    en: {
      title: 'This mail is not in doubt.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The mail is {mail}. ][Its state is {state}. ][Asked for was {action}. ]Only a mail in doubt is sent again or marked as sent by hand. Look at the list of mails in doubt.',
    },
    zh: {
      title: '此邮件并非“发送结果待确认”状态。',
      userAction: '没有任何改变。',
      adminAction:
        '[邮件编号：{mail}。][当前状态：{state}。][请求的操作：{action}。]只有“发送结果待确认”的邮件才能手动重发或标记为已发送。请查看待确认邮件列表。',
    },
  },
  MESSAGE_ERASED: {
    en: {
      title: 'The mail itself was erased; only its redacted text remains.',
      userAction: 'Read the message in its case: what is left of it stands there.',
      adminAction:
        '[The message is {message}. ][It was erased at {at}. ]Its bytes cannot be brought back; the audit tells who erased it.',
    },
    zh: {
      title: '邮件原文已删除，仅保留脱敏后的文本。',
      userAction: '请在案例中查看该邮件保留的内容。',
      adminAction: '[邮件：{message}。][删除时间：{at}。]原文无法恢复；审计日志中可查到由谁删除。',
    },
  },
  MESSAGE_SEALED: {
    en: {
      title: 'The mail itself cannot be opened on this server.',
      userAction: 'Read the message in its case; its text does not depend on this.',
      adminAction:
        '[The message is {message}. ]Start the server with the key file with which it took the mail in. Where that file is the right one, restore the books from a backup: the bytes are damaged.',
    },
    zh: {
      title: '此服务器无法打开邮件原文。',
      userAction: '请在案例中查看该邮件，其文本不受影响。',
      adminAction:
        '[邮件：{message}。]请使用接收该邮件时的密钥文件启动服务器。若密钥文件无误，则数据已损坏，请从备份恢复账本。',
    },
  },
} as const satisfies PhraseTable
