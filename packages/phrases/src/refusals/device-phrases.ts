import type { PhraseTable } from '../phrase-table.ts'

/** The device itself, its folder, its files and its way to the server. */
export const devicePhrases = {
  VAULT_NOT_OURS: {
    en: {
      title: 'Another user owns the licence folder.',
      userAction:
        'Run the command as its owner[: {command}]. Reading the state works for everybody, and the licence goes on.',
      adminAction:
        '[The folder is {dir}. ][Its owner has the number {ownerUid}. ][This is user {user}. ]Only the owner may activate, renew, release or reset.',
    },
    zh: {
      title: '授权文件夹属于其他用户。',
      userAction: '请以其所有者身份执行命令[：{command}]。所有用户均可查看状态，授权继续有效。',
      adminAction:
        '[文件夹：{dir}。][所有者编号：{ownerUid}。][当前用户：{user}。]只有所有者可以激活、续期、归还或重置。',
    },
  },
  VAULT_LOCKED: {
    en: {
      title: 'Another program is changing the licence at this moment.',
      userAction: 'Wait until it has finished and try again. The licence goes on.',
      adminAction:
        '[The folder is {dir}. ][The process is {pid}. ][The lock is {file}. ][?lost:Another program took the lock over. ]The lock ends with its process; do not remove it by hand.',
    },
    zh: {
      title: '另一个程序正在修改授权信息。',
      userAction: '请待其完成后重试。授权继续有效。',
      adminAction:
        '[文件夹：{dir}。][进程号：{pid}。][锁文件：{file}。][?lost:锁已被其他程序接管。]进程结束后锁会自动失效，请勿手动删除。',
    },
  },
  VAULT_READ_ONLY: {
    en: {
      title: 'The licence folder cannot be written.',
      userAction:
        'Pass this message on to your administrator. The licence goes on; only changes are not possible.',
      adminAction:
        '[The folder is {dir}. ][The system says {errno}. ]Make the file system writable, or put the folder on one that is.',
    },
    zh: {
      title: '授权文件夹不可写。',
      userAction: '请将此信息转告管理员。授权继续有效，只是无法进行更改。',
      adminAction: '[文件夹：{dir}。][系统错误：{errno}。]请将文件系统设为可写，或将文件夹移至可写的位置。',
    },
  },
  VAULT_FULL: {
    en: {
      title: 'There is no space left for the licence folder.',
      userAction:
        'Free some space on the disk and try again. The licence goes on; only changes are not possible.',
      adminAction:
        '[The folder is {dir}. ][The system says {errno}. ]Some kilobytes are enough. Look at quotas and at free inodes, too.',
    },
    zh: {
      title: '授权文件夹所在磁盘空间不足。',
      userAction: '请清理磁盘空间后重试。授权继续有效，只是无法进行更改。',
      adminAction:
        '[文件夹：{dir}。][系统错误：{errno}。]只需数 KB 空间。请同时检查磁盘配额和可用的 inode 数量。',
    },
  },
  VAULT_DAMAGED: {
    en: {
      title: 'The licence folder is damaged.',
      userAction:
        'Activate this device again with its serial number and product key. If no seat is free, ask your administrator to free the one that it had.',
      adminAction:
        '[The folder is {dir}. ][Found: {finding}. ][Damaged is "{member}". ][Damaged is the {part} part. ][Lost: {lost}. ]Keep a copy of the folder for the vendor. Check the disk: two copies of everything are kept, and both are damaged.',
    },
    zh: {
      title: '授权文件夹已损坏。',
      userAction: '请使用序列号和产品密钥重新激活本设备。如没有空闲席位，请管理员释放本设备原有的席位。',
      adminAction:
        '[文件夹：{dir}。][检查结果：{finding}。][损坏部分：“{member}”。][损坏的文件组：{part}。][丢失：{lost}。]请保留该文件夹的副本供厂商分析，并检查磁盘：所有内容均有两份，两份均已损坏。',
    },
  },
  VAULT_NEWER: {
    en: {
      title: 'The licence folder was written by a newer version of the software.',
      userAction: 'Use the newer version. Nothing was changed, and the licence is not lost.',
      adminAction:
        '[The folder is {dir}. ][It has format {version}. ][This version knows formats up to {versionMax}. ]After going back to an older version the folder is read as far as possible and never written.',
    },
    zh: {
      title: '授权文件夹由更新版本的软件写入。',
      userAction: '请使用较新的版本。未作任何更改，授权并未丢失。',
      adminAction:
        '[文件夹：{dir}。][其格式版本为 {version}。][当前版本支持的最高格式版本为 {versionMax}。]退回旧版本后，设备会尽可能读取该文件夹，但不会写入。',
    },
  },
  REQUEST_NOT_PENDING: {
    en: {
      title: 'This device waits for no answer.',
      userAction: 'Write a request first, and apply the answer to it. Nothing was changed.',
      adminAction:
        'The request was answered already, or the device was reset since. A new request gives the seat again and takes no second one.',
    },
    zh: {
      title: '本设备当前没有等待应答的申请。',
      userAction: '请先生成申请，再导入与其对应的应答。未作任何更改。',
      adminAction: '该申请已得到应答，或设备此后已被重置。重新生成申请即可取回席位，不会多占席位。',
    },
  },
  FACTS_MALFORMED: {
    en: {
      title: 'The file of hardware facts cannot be used.',
      userAction: 'Pass this message on to your administrator. Nothing was changed.',
      adminAction:
        '[Expected is {expected}. ][At most {bytesMax} are taken. ][At most {partsMax} parts are taken. ][Wrong are: {members}. ]Give a JSON object of names and values, or leave the file out.',
    },
    zh: {
      title: '硬件信息文件无法使用。',
      userAction: '请将此信息转告管理员。未作任何更改。',
      adminAction:
        '[应为：{expected}。][大小上限为 {bytesMax}。][最多 {partsMax} 项。][有误的项目：{members}。]请提供由名称和值组成的 JSON 对象，或不指定该文件。',
    },
  },
  SERVER_UNREACHABLE: {
    en: {
      title: "The vendor's server cannot be reached.",
      userAction:
        'Check the network and try again, or use a request file. What this device already has goes on as before.',
      adminAction:
        '[The server is {server}. ][The system says {reason}. ][Attempts: {attempts}. ][?sent:The request was sent and the answer was lost; repeating it costs no seat. ]Check address, name resolution, proxy and firewall.',
    },
    zh: {
      title: '无法连接厂商的服务器。',
      userAction: '请检查网络后重试，或改用申请文件。本设备已有的授权不受影响。',
      adminAction:
        '[服务器：{server}。][系统错误：{reason}。][已尝试 {attempts} 次。][?sent:申请已发出但未收到应答，重试不会多占席位。]请检查地址、域名解析、代理和防火墙。',
    },
  },
  SERVER_CERTIFICATE_DATE: {
    en: {
      title: 'The certificate of the server is not valid at the time that this device shows.',
      userAction:
        'Check date and time of this device. If they are right, use a request file. What it already has goes on as before.',
      adminAction:
        '[The server is {server}. ][The check says {reason}. ]If the clock of the device is right, renew the certificate of the server.',
    },
    zh: {
      title: '按本设备的时间判断，服务器证书不在有效期内。',
      userAction: '请检查本设备的日期和时间。如日期和时间无误，请改用申请文件。本设备已有的授权不受影响。',
      adminAction: '[服务器：{server}。][校验结果：{reason}。]如设备时钟无误，请更新服务器证书。',
    },
  },
  SERVER_CERTIFICATE_WRONG: {
    en: {
      title: 'The certificate of the server cannot be trusted.',
      userAction:
        'Do not go on over this network. Use a request file, or ask your administrator. What this device already has goes on as before.',
      adminAction:
        '[The server is {server}. ][The check says {reason}. ]Check the name in the certificate and who signed it, and whether a proxy stands between.',
    },
    zh: {
      title: '服务器证书不可信。',
      userAction: '请勿通过此网络继续操作。请改用申请文件，或联系管理员。本设备已有的授权不受影响。',
      adminAction:
        '[服务器：{server}。][校验结果：{reason}。]请检查证书中的名称和签发者，并确认中间是否有代理。',
    },
  },
  SERVER_ANSWER_MALFORMED: {
    en: {
      title: 'The server gave an answer that cannot be used.',
      userAction: 'Try again later, or use a request file. What this device already has goes on as before.',
      adminAction:
        '[The server is {server}. ][The address is {address}. ][It answered with status {status}. ][Its code was {code}. ][Wrong is "{member}". ][Found: {because}. ][At most {bytesMax} are read. ][?foreign:What answers there is not a Holdfast server. ][?redirect:It sent the device to another address, which is not followed. ]Check that the address is that of the licence server and no proxy answers in its place.',
    },
    zh: {
      title: '服务器的应答无法使用。',
      userAction: '请稍后再试，或改用申请文件。本设备已有的授权不受影响。',
      adminAction:
        '[服务器：{server}。][地址：{address}。][应答状态码为 {status}。][应答代码为 {code}。][有误的部分：“{member}”。][检查结果：{because}。][最多读取 {bytesMax}。][?foreign:应答者不是 Holdfast 服务器。][?redirect:服务器要求转到其他地址，设备不会跟随。]请确认地址为授权服务器的地址，且没有代理代为应答。',
    },
  },
  SERVER_ADDRESS_MALFORMED: {
    en: {
      title: 'The address of the server is missing or cannot be used.',
      userAction:
        'Give the address as your administrator told you[, in the form {expected}]. Without a server it goes by file: "release --out FILE" gives the seat back, "request --renew --out FILE" asks for a renewal, and "request --out FILE" for an activation.',
      adminAction:
        '[It was given as {address}. ]The address begins with https:// or http:// and holds no password. Once a server has answered, devices remember its address.',
    },
    zh: {
      title: '服务器地址缺失或无法使用。',
      userAction:
        '请按管理员提供的内容填写地址[，格式为 {expected}]。没有服务器时可通过文件办理：“release --out FILE”归还席位，“request --renew --out FILE”申请续期，“request --out FILE”申请激活。',
      adminAction:
        '[所提供的地址为 {address}。]地址以 https:// 或 http:// 开头，不得包含密码。服务器应答一次之后，设备会记住其地址。',
    },
  },
  CLOCK_OUTSIDE_YEARS: {
    en: {
      title: 'The clock of this device shows a year that cannot be.',
      userAction: 'Set date and time of this device and try again. What it already has goes on as before.',
      adminAction:
        '[The clock says {wall}. ]Years from 1 to 9999 are understood. Look at the battery of the clock and at the time service.',
    },
    zh: {
      title: '本设备的时钟年份超出合理范围。',
      userAction: '请校正本设备的日期和时间后重试。本设备已有的授权不受影响。',
      adminAction: '[时钟显示为 {wall}。]仅支持公元 1 年至 9999 年。请检查时钟电池和时间服务。',
    },
  },
  FILE_UNREADABLE: {
    en: {
      title: 'The file cannot be read.',
      userAction:
        '[It is text in another encoding: save it as {encoding} (in a spreadsheet: "CSV UTF-8"), then try again. ]Check its name and place[: {file}]. Nothing was changed.',
      adminAction:
        '[The system says {errno}. ][The system says {reason}. ][At most {bytesMax} are read. ]Check that the file is there and may be read.',
    },
    zh: {
      title: '无法读取文件。',
      userAction:
        '[文件的文字编码不符：请另存为 {encoding}（电子表格中选择“CSV UTF-8”）后重试。]请检查文件名和位置[：{file}]。未作任何更改。',
      adminAction: '[系统错误：{errno}。][系统错误：{reason}。][最多读取 {bytesMax}。]请确认文件存在且可读。',
    },
  },
  FILE_UNWRITABLE: {
    en: {
      title: 'The file cannot be written.',
      userAction:
        'Choose another name or place[ instead of {file}], and try again.[?released: This device no longer uses its lease, and only the file is missing: "holdfast-device release --out FILE" writes it elsewhere, "holdfast-device release" sends it.]',
      adminAction:
        '[The folder is {dir}. ][The system says {errno}. ][The system says {reason}. ][It failed at {call}. ][?exists:There is something under this name already. It may hold a secret that exists nowhere else, so it is not overwritten: choose another name, or remove it or move it away first. ]The folder has to be there, writable, and with space left.',
    },
    zh: {
      title: '无法写入文件。',
      userAction:
        '请另选文件名或位置[（当前为 {file}）]后重试。[?released:本设备已不再使用其租约，只缺该文件：“holdfast-device release --out FILE”可将其写入别处，“holdfast-device release”可直接发送。]',
      adminAction:
        '[文件夹：{dir}。][系统错误：{errno}。][系统错误：{reason}。][出错的调用：{call}。][?exists:该名称下已有内容，其中可能含有别处没有的密钥，因此不会覆盖：请另选文件名，或先将其删除或移走。]文件夹须存在、可写且有剩余空间。',
    },
  },
  NOTHING_TO_DO: {
    en: {
      title: 'There is nothing to do.',
      userAction: 'Everything is as it should be already; nothing was changed.',
      adminAction:
        'The action would change nothing in the present state. The status command shows that state.',
    },
    zh: {
      title: '无需执行任何操作。',
      userAction: '当前状态已符合要求，未作任何更改。',
      adminAction: '在当前状态下，该操作不会产生任何变化。可用 status 命令查看当前状态。',
    },
  },
} as const satisfies PhraseTable
