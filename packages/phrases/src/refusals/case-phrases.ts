import type { PhraseTable } from '../phrase-table.ts'

/** Cases, their calendars, and what leaves the house. */
export const casePhrases = {
  CASE_STATE_WRONG: {
    en: {
      title: 'The case is in a state in which this cannot be done.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The case is {case}. ][Its state is {state}. ][Asked for was {action}. ][Possible now: {allowed}. ]Take one of the actions that the case offers.',
    },
    zh: {
      title: '案例目前的状态不允许此操作。',
      userAction: '没有任何改变。',
      adminAction:
        '[案例：{case}。][状态：{state}。][请求的操作：{action}。][目前可执行：{allowed}。]请从案例列出的操作中选择。',
    },
  },
  CASE_FACTS_MISSING: {
    en: {
      title: 'The step needs facts that were not given.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The case is {case}. ][Asked for was {action}. ][Missing: {missing}. ]Fill these in and repeat the step.',
    },
    zh: {
      title: '执行此操作所需的信息不完整。',
      userAction: '没有任何改变。',
      adminAction: '[案例：{case}。][请求的操作：{action}。][缺少：{missing}。]请补充后重试。',
    },
  },
  CASE_CONTRADICTED: {
    en: {
      title: 'Recorded claims of the case contradict each other.',
      userAction: 'Nothing was changed: the case stays as it is.',
      adminAction:
        '[The case is {case}. ][Contradictions: {contradictions}. ]Settle which claim holds, or accept these contradictions by name with a reason.',
    },
    zh: {
      title: '案例中记录的说法互相矛盾。',
      userAction: '没有任何改变，案例保持原状。',
      adminAction:
        '[案例：{case}。][矛盾之处：{contradictions}。]请查明以哪一说法为准；如确需保留，请逐项确认并写明理由。',
    },
  },
  CASE_BLOCKED: {
    en: {
      title: 'Something that this case waits for is still open.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The case is {case}. ][Asked for was {action}. ][Still open: {blockers}. ]Answer these, or take the block away, and repeat the step.',
    },
    zh: {
      title: '案例所依赖的事项尚未了结。',
      userAction: '没有任何改变。',
      adminAction:
        '[案例：{case}。][请求的操作：{action}。][尚未了结：{blockers}。]请先答复或解除阻塞，再重试。',
    },
  },
  CASE_ENTRY_STATE_WRONG: {
    en: {
      title: 'This entry of the case is in a state in which this cannot be done.',
      userAction: 'Nothing was changed.',
      adminAction:
        '[The entry is {entry}. ][It is a {what}. ][Its state is {state}. ][Asked for was {action}. ][Possible now: {allowed}. ]Take one of the actions that the entry offers.',
    },
    zh: {
      title: '案例中的这一事项目前不允许此操作。',
      userAction: '没有任何改变。',
      adminAction:
        '[事项：{entry}。][类别：{what}。][状态：{state}。][请求的操作：{action}。][目前可执行：{allowed}。]请从该事项列出的操作中选择。',
    },
  },
  CALENDAR_YEAR_MISSING: {
    en: {
      title: 'The service calendar has no data for this year.',
      userAction: 'Nothing was worked out: a guess could promise the wrong day.',
      adminAction:
        '[The calendar is {calendar}. ][The year is {year}. ]Add the file with the holidays and shifted working days of this year.',
    },
    zh: {
      title: '服务日历缺少该年度的数据。',
      userAction: '未作任何推算，以免承诺错误的日期。',
      adminAction: '[日历：{calendar}。][年度：{year}。]请添加该年度节假日与调休上班日的数据文件。',
    },
  },
  CASE_TEXT_INCOMPLETE: {
    en: {
      title: 'The text still has gaps.',
      userAction: 'Nothing was sent.',
      adminAction:
        '[The text is a {artefact}. ][Open: {complaints}. ]Fill the gaps, look at the text again, and send it then.',
    },
    zh: {
      title: '文本中仍有未填写之处。',
      userAction: '没有发送任何内容。',
      adminAction: '[文本类型：{artefact}。][待补：{complaints}。]请填写完整，再次查看后发送。',
    },
  },
  DRAFT_QUOTES_INNER: {
    en: {
      title: 'The draft contains words that were written for a smaller circle.',
      userAction: 'Nothing was sent.',
      adminAction:
        '[The draft goes to {audience}. ][Passages: {passages}. ][They stand in messages {messages}. ]Say it in words of your own, or take it out; the passages are marked in the draft.',
    },
    zh: {
      title: '草稿中含有仅供内部交流的内容。',
      userAction: '没有发送任何内容。',
      adminAction:
        '[草稿的对象：{audience}。][共 {passages} 处。][出自邮件：{messages}。]请改用自己的措辞或删去；相关段落已在草稿中标出。',
    },
  },
  RECIPIENTS_MIXED: {
    en: {
      title: 'The recipients belong to different circles.',
      userAction: 'Nothing was sent.',
      adminAction:
        '[The circles are {audiences}. ][Recipients of whom nobody has said where they belong: {unknown}. ]Write to each circle by itself.',
    },
    zh: {
      title: '收件人分属不同的沟通范围。',
      userAction: '没有发送任何内容。',
      adminAction: '[涉及范围：{audiences}。][归属未明的收件人数：{unknown}。]请分别发送。',
    },
  },
  PERSON_NEEDED: {
    en: {
      title: 'Only a person can do this.',
      userAction: 'Nothing was changed, and nothing was sent.',
      adminAction: '[Asked for was {action}. ][Asked by {actor}. ]Let a person look at it and do it.',
    },
    zh: {
      title: '此操作只能由人工完成。',
      userAction: '没有任何改变，也没有发送任何内容。',
      adminAction: '[请求的操作：{action}。][请求方：{actor}。]请由人员查看后执行。',
    },
  },
} as const satisfies PhraseTable
