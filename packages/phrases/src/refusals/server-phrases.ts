import type { PhraseTable } from '../phrase-table.ts'

/** The server and the ways into it. Nothing was decided and nothing changed where one of these is the answer. */
export const serverPhrases = {
  FAILED_PROOFS_LIMIT: {
    en: {
      title: 'Too many wrong serial numbers or product keys were tried.',
      userAction:
        'Check both against the original, then try again[ in {retryAfterSeconds}]. A right pair is accepted at any time.',
      adminAction:
        'The count heals with time and locks nobody out. If nobody here tried, look in the log for the address that did.',
    },
    zh: {
      title: '错误的序列号或产品密钥尝试次数过多。',
      userAction: '请对照原文核对两者，[{retryAfterSeconds}后]再试。正确的序列号和产品密钥随时都会被接受。',
      adminAction: '该计数会随时间自动恢复，不会锁定任何人。如非本单位人员所为，请在日志中查找相应的地址。',
    },
  },
  SERVER_CLOCK_BEHIND: {
    en: {
      title: 'The clock of the server is behind, so it signs nothing for now.',
      userAction: 'Try again later. What this device already has goes on as before.',
      adminAction:
        "[The server's clock says {clock}. ][Its books already hold {newest}. ][It is {behindSeconds} behind. ]Correct the clock of the server. Where it is right and once ran ahead: holdfast clock accept.",
    },
    zh: {
      title: '服务器时钟滞后，暂停签发。',
      userAction: '请稍后再试。本设备已有的授权不受影响。',
      adminAction:
        '[服务器时钟为 {clock}。][账册中最新的时刻为 {newest}。][滞后 {behindSeconds}。]请校正服务器时钟。若时钟正确而此前曾超前：holdfast clock accept。',
    },
  },
  SERVER_KEY_OUTSIDE_INTERVAL: {
    en: {
      title: "The server's signing key is not valid at this time.",
      userAction: 'Try again later. What this device already has goes on as before.',
      adminAction:
        "[The server's moment is {moment}. ][The key is valid from {from}. ][It is valid until {until}. ][The product is {product}. ]Check the clock of the server, or add a new signing key to the trust bundle.",
    },
    zh: {
      title: '服务器的签名密钥当前不在有效期内。',
      userAction: '请稍后再试。本设备已有的授权不受影响。',
      adminAction:
        '[服务器当前时刻为 {moment}。][密钥生效时间为 {from}。][密钥失效时间为 {until}。][产品为 {product}。]请检查服务器时钟，或在信任包中加入新的签名密钥。',
    },
  },
  SERVER_STOPPING: {
    en: {
      title: 'The server is being stopped or restarted.',
      userAction: 'Try again in a moment. Whatever was accepted before is finished.',
      adminAction:
        'Nothing is lost: the server finishes what it has accepted and takes nothing new meanwhile.',
    },
    zh: {
      title: '服务器正在停止或重启。',
      userAction: '请稍后再试。此前已受理的操作会继续完成。',
      adminAction: '不会丢失数据：服务器会完成已受理的操作，期间不再受理新的操作。',
    },
  },
  SERVER_OVERLOADED: {
    en: {
      title: 'The server has more to do than it can take at this moment.',
      userAction: 'Try again in a moment. What this device already has goes on as before.',
      adminAction:
        '[Operations waiting: {waiting}. ][Ask again in {retryAfterSeconds}. ]Devices repeat by themselves. If this lasts, give the server more power or spread the load.',
    },
    zh: {
      title: '服务器当前繁忙。',
      userAction: '请稍后再试。本设备已有的授权不受影响。',
      adminAction:
        '[当前有 {waiting} 项操作在等待。][请在 {retryAfterSeconds}后重试。]设备会自动重试。如持续出现，请提升服务器性能或分散负载。',
    },
  },
  BOOKS_UNAVAILABLE: {
    en: {
      title: 'The server cannot reach its database at this moment.',
      userAction: 'Try again in a moment. What this device already has goes on as before.',
      adminAction:
        'Look at the database, its disk and the network in between; the log says what it answered. Devices repeat by themselves, and get the same answer where the first one was written.',
    },
    zh: {
      title: '服务器当前无法访问其数据库。',
      userAction: '请稍后再试。本设备已有的授权不受影响。',
      adminAction:
        '请检查数据库、其磁盘以及两者之间的网络；日志中有数据库的答复。设备会自动重试；若首次请求已写入，将得到相同的答复。',
    },
  },
  INPUT_INVALID: {
    en: {
      title: 'Something in the input is missing or not allowed.',
      userAction: 'Correct the input and try again[: {complaints}]. Nothing was changed.',
      adminAction:
        '[Complaints: {complaints}. ][Wrong is {path}. ]The description of the API at /openapi.json says what is expected.',
    },
    zh: {
      title: '输入内容有缺失或不符合要求。',
      userAction: '请更正后重试[：{complaints}]。未作任何更改。',
      adminAction: '[问题：{complaints}。][有误的项目：{path}。]具体要求见 /openapi.json 中的接口说明。',
    },
  },
  BODY_TOO_LARGE: {
    en: {
      title: 'The message is larger than the server takes.',
      userAction: 'Send nothing but the file that was asked for.',
      adminAction: '[At most {bytesMax} are taken. ]Divide files that hold many entries.',
    },
    zh: {
      title: '发送的内容超出服务器允许的大小。',
      userAction: '请只发送所需的文件本身。',
      adminAction: '[上限为 {bytesMax}。]如文件包含大量申请，请拆分后发送。',
    },
  },
  NOT_FOUND: {
    en: {
      title: 'There is nothing under this name or address.',
      userAction: 'Check the spelling.',
      adminAction:
        '[What: {what}. ][Product: {product}. ][Licence: {licence}. ][Release: {release}. ][Ordinal: {ordinal}. ][Customer: {customer}. ][Order: {order}. ][Serial number: {serial}. ][Seat: {seat}. ][Device: {device}. ][Key: {key}. ][Token: {token}. ][Version: {version}. ][Finding: {finding}. ][Plan: {plan}. ][Webhook: {webhook}. ]List what there is, and use the name or id from the list.',
    },
    zh: {
      title: '未找到所指定的内容。',
      userAction: '请检查拼写是否正确。',
      adminAction:
        '[项目：{what}。][产品：{product}。][许可证：{licence}。][发行版：{release}。][序号：{ordinal}。][客户：{customer}。][订单：{order}。][序列号：{serial}。][席位：{seat}。][设备：{device}。][密钥：{key}。][令牌：{token}。][版本号：{version}。][待查事项：{finding}。][方案：{plan}。][网络回调：{webhook}。]请先列出现有项目，并使用列表中的名称或编号。',
    },
  },
  METHOD_NOT_ALLOWED: {
    en: {
      title: 'This address does not take that method.',
      userAction: 'Update the program that made this request.',
      adminAction:
        '[Allowed here: {allowed}. ]The description of the API at /openapi.json lists every operation.',
    },
    zh: {
      title: '该地址不支持此请求方法。',
      userAction: '请更新发出此请求的程序。',
      adminAction: '[此处允许：{allowed}。]全部操作见 /openapi.json 中的接口说明。',
    },
  },
  MEDIA_TYPE_UNSUPPORTED: {
    en: {
      title: 'The content was sent in a form that is not taken here.',
      userAction: 'Update the program that made this request.',
      adminAction: '[Wanted is the content type {wanted}. ]Set it in the request.',
    },
    zh: {
      title: '发送内容的格式不受支持。',
      userAction: '请更新发出此请求的程序。',
      adminAction: '[需要的内容类型为 {wanted}。]请在请求中设置。',
    },
  },
  TOKEN_MISSING: {
    en: {
      title: 'This operation needs an access token.',
      userAction: 'Ask your administrator for an access token, or let them do this.',
      adminAction: 'Give the token by the header "Authorization: Bearer", or to the command line by a file.',
    },
    zh: {
      title: '此操作需要访问令牌。',
      userAction: '请向管理员索取访问令牌，或请管理员执行此操作。',
      adminAction: '请通过“Authorization: Bearer”请求头提供令牌，或在命令行中以文件方式提供。',
    },
  },
  TOKEN_WRONG: {
    en: {
      title: 'The access token is not valid.',
      userAction: 'Check that the whole token was given, or ask for a new one.',
      adminAction:
        '[The file {file} is empty or holds something else than one token: one line of visible ASCII. ][?unusable:The token holds characters that no token has: it is one line of visible ASCII. ]A token that the server does not know, or that was revoked, is refused too. Make a new one.',
    },
    zh: {
      title: '访问令牌无效。',
      userAction: '请确认令牌完整无误，或索取新的令牌。',
      adminAction:
        '[文件 {file} 为空，或其内容不是令牌（一行可见 ASCII 字符）。][?unusable:令牌含有不允许的字符；令牌为一行可见 ASCII 字符。]服务器没有记录或已吊销的令牌也会被拒绝。请创建新的令牌。',
    },
  },
  SCOPE_MISSING: {
    en: {
      title: 'The access token does not allow this operation.',
      userAction: 'Ask your administrator to do this, or for a token that allows it.',
      adminAction:
        '[The scope "{scope}" is needed. ]Make a token with it; a token is not widened afterwards.',
    },
    zh: {
      title: '访问令牌无权执行此操作。',
      userAction: '请管理员执行此操作，或索取具有相应权限的令牌。',
      adminAction: '[需要权限“{scope}”。]请创建具有该权限的新令牌；已有令牌的权限不会扩大。',
    },
  },
  ALREADY_EXISTS: {
    en: {
      title: 'This exists already.',
      userAction: 'Use the one that is there, or choose another name.',
      adminAction:
        '[What: {what}. ][Product: {product}. ][Licence: {licence}. ][Release: {release}. ][Ordinal: {ordinal}. ][Customer: {customer}. ][Order: {order}. ][Serial number: {serial}. ][Seat: {seat}. ][Device: {device}. ][Key: {key}. ][Token: {token}. ][Version: {version}. ][Finding: {finding}. ]Nothing was changed. Repeating the same operation does no harm.',
    },
    zh: {
      title: '该项目已存在。',
      userAction: '请使用已有的项目，或另选名称。',
      adminAction:
        '[项目：{what}。][产品：{product}。][许可证：{licence}。][发行版：{release}。][序号：{ordinal}。][客户：{customer}。][订单：{order}。][序列号：{serial}。][席位：{seat}。][设备：{device}。][密钥：{key}。][令牌：{token}。][版本号：{version}。][待查事项：{finding}。]未作任何更改，重复执行不会造成影响。',
    },
  },
  IN_USE: {
    en: {
      title: 'This is still in use.',
      userAction: 'Ask your administrator. Nothing was changed.',
      adminAction:
        '[What: {what}. ][Product: {product}. ][Licence: {licence}. ][Release: {release}. ][Ordinal: {ordinal}. ][Customer: {customer}. ][Order: {order}. ][Serial number: {serial}. ][Seat: {seat}. ][Device: {device}. ][Key: {key}. ][Token: {token}. ][Version: {version}. ][It is used by {by}. ]Its use has to end first, or something has to take its place. [?lastAdmin:It is the last token with the scope admin. Make another first (holdfast token add NAME --scopes admin), then revoke this one.]',
    },
    zh: {
      title: '该项目仍在使用中。',
      userAction: '请联系管理员。未作任何更改。',
      adminAction:
        '[项目：{what}。][产品：{product}。][许可证：{licence}。][发行版：{release}。][序号：{ordinal}。][客户：{customer}。][订单：{order}。][序列号：{serial}。][席位：{seat}。][设备：{device}。][密钥：{key}。][令牌：{token}。][版本号：{version}。][使用者：{by}。]请先结束使用或以其他项目代替，然后重试。[?lastAdmin:这是最后一个具有 admin 权限的令牌。请先创建另一个（holdfast token add NAME --scopes admin），再吊销此令牌。]',
    },
  },
  INTERNAL: {
    en: {
      title: 'Something went wrong in the server that it did not expect.',
      userAction: 'Try again later. What this device already has goes on as before.',
      adminAction:
        'Look in the log of the server at this time, and report it to the maker of the server with the support code.',
    },
    zh: {
      title: '服务器发生意外错误。',
      userAction: '请稍后再试。本设备已有的授权不受影响。',
      adminAction: '请查看服务器相应时间的日志，并将其连同支持码反馈给服务器的提供方。',
    },
  },
} as const satisfies PhraseTable
