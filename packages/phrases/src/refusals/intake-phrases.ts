import type { PhraseTable } from '../phrase-table.ts'

/** What is taken in from outside: files, archives, mails, tables. Whatever could be read beside it has been read. */
export const intakePhrases = {
  CONTENT_EMPTY: {
    en: {
      title: 'There is nothing in this file.',
      userAction: 'Save or send the file again, and see that its size is not zero.',
      adminAction: 'It is empty, or it holds blanks and line ends alone.',
    },
    zh: {
      title: '此文件没有内容。',
      userAction: '请重新保存或发送该文件，并确认文件大小不为零。',
      adminAction: '该文件为空，或仅含空格和换行。',
    },
  },
  CONTENT_BINARY: {
    en: {
      title: 'This file is no text, no table, no mail and no archive that can be opened.',
      userAction: 'Send the text itself: run the command again and redirect its output into a text file.',
      adminAction:
        '[By its first bytes it is: {found}. ][?found=ole: An old Excel workbook has to be saved as XLSX or CSV, an Outlook message as EML or text. ][?found=png: Text in a picture is not read. ]Text files of every usual encoding are read, and CSV, JSON, XLSX, EML, ZIP and CAB.',
    },
    zh: {
      title: '此文件不是可打开的文本、表格、邮件或压缩包。',
      userAction: '请发送文本本身：重新运行命令，并将输出保存为文本文件。',
      adminAction:
        '[根据文件开头的字节，其类型为：{found}。][?found=ole:旧版 Excel 工作簿需要另存为 XLSX 或 CSV，Outlook 邮件需要另存为 EML 或文本。][?found=png:不读取图片中的文字。]可以读取各种常见编码的文本文件，以及 CSV、JSON、XLSX、EML、ZIP 和 CAB。',
    },
  },
  CONTENT_TOO_LARGE: {
    en: {
      title: 'This file is larger than anything that is read here.',
      userAction: 'Send only the part that shows the licence.',
      adminAction:
        '[It has {bytes}. ][The limit is {bytesMax}. ]Nothing of it was read. A list of devices in CSV may be larger: holdfast forecast reads it row by row.',
    },
    zh: {
      title: '此文件超过了可读取的大小。',
      userAction: '请只发送显示授权信息的部分。',
      adminAction:
        '[文件大小为 {bytes}。][上限为 {bytesMax}。]未读取其中任何内容。CSV 设备清单可以更大：holdfast forecast 会逐行读取。',
    },
  },
  ARCHIVE_DAMAGED: {
    en: {
      title: 'The archive is damaged or incomplete.',
      userAction: 'Send the archive again, or the files in it one by one.',
      adminAction:
        '[Damaged in: {entry}. ]Its list of files cannot be read; usually the end is missing because a transfer broke off.',
    },
    zh: {
      title: '压缩包已损坏或不完整。',
      userAction: '请重新发送压缩包，或逐个发送其中的文件。',
      adminAction: '[损坏位置：{entry}。]无法读取其文件列表；通常是传输中断，缺少末尾部分。',
    },
  },
  ARCHIVE_LIMIT: {
    en: {
      title: 'The archive holds more than is unpacked here.',
      userAction: 'Send only the files that show the licence.',
      adminAction:
        '[?limit=entries: It holds too many files. ][?limit=nesting: Archives and mails lie too deep inside each other. ][?limit=bytes: Unpacked it would be too large. ][?limit=size: One of its files is too large. ][?limit=ratio: It would grow far more than any text does, as archives do that are made to do harm. ][The limit is {max}. ][The limit is {bytesMax}. ]Nothing was written to disk.',
    },
    zh: {
      title: '压缩包的内容超过了可解压的范围。',
      userAction: '请只发送显示授权信息的文件。',
      adminAction:
        '[?limit=entries:其中的文件过多。][?limit=nesting:压缩包与邮件嵌套过深。][?limit=bytes:解压后过大。][?limit=size:其中某个文件过大。][?limit=ratio:解压后的膨胀程度远超任何文本，属于恶意压缩包的特征。][上限为 {max}。][上限为 {bytesMax}。]未向磁盘写入任何内容。',
    },
  },
  ENTRY_REFUSED: {
    en: {
      title: 'One file of the archive was left out.',
      userAction: 'If it matters, send this file by itself.',
      adminAction:
        '[It is called {entry}. ][?because=path: Its name leads out of the archive. ][?because=encrypted: It is encrypted. ][?because=duplicate: Another file of the archive has the same name. ][?because=method: It is packed by a method that is not known here. ][?because=special: It is a link or a device, no file. ][?because=damaged: It is damaged. ][?because=size: It is too large. ][?because=ratio: It would grow far more than any text does. ]The rest of the archive was read as far as it could be.',
    },
    zh: {
      title: '压缩包中有一个文件未读取。',
      userAction: '如需该文件，请单独发送。',
      adminAction:
        '[文件名：{entry}。][?because=path:其名称指向压缩包之外。][?because=encrypted:该文件已加密。][?because=duplicate:压缩包中另有同名文件。][?because=method:不支持其压缩方法。][?because=special:它是链接或设备，不是普通文件。][?because=damaged:该文件已损坏。][?because=size:该文件过大。][?because=ratio:解压后的膨胀程度远超任何文本。]压缩包中的其余内容已尽可能读取。',
    },
  },
  MAIL_REFUSED: {
    en: {
      title: 'The mail cannot be taken apart.',
      userAction: 'Send the attachment by itself.',
      adminAction:
        '[?because=depth: Its parts lie too deep inside each other. ][?because=headers: Its headers are too long or too many. ][?because=lines: It has too many lines. ][?because=parts: It has too many parts. ][?because=malformed: It is damaged. ]Nothing of it was read.',
    },
    zh: {
      title: '无法拆分此邮件。',
      userAction: '请单独发送附件。',
      adminAction:
        '[?because=depth:邮件各部分嵌套过深。][?because=headers:邮件头过长或过多。][?because=lines:邮件行数过多。][?because=parts:邮件包含的部分过多。][?because=malformed:邮件已损坏。]未读取其中任何内容。',
    },
  },
  TABLE_REFUSED: {
    en: {
      title: 'This is no table that can be read.',
      userAction: 'Export the table again as CSV with the names of its columns in the first row.',
      adminAction:
        '[?because=head: Its first row cannot be read: it is too long, or a quotation mark is not closed. ][?because=columns: It has too many columns. ][?because=objects: The JSON holds no objects. ][At most {columnsMax} columns are read. ]A comma, a semicolon, a tab or a bar may separate its cells.',
    },
    zh: {
      title: '无法将此文件作为表格读取。',
      userAction: '请重新导出为 CSV，并在首行写明列名。',
      adminAction:
        '[?because=head:无法读取首行：首行过长，或引号未闭合。][?because=columns:列数过多。][?because=objects:该 JSON 中没有对象。][最多读取 {columnsMax} 列。]单元格之间可以用逗号、分号、制表符或竖线分隔。',
    },
  },
  WORKBOOK_REFUSED: {
    en: {
      title: 'The workbook cannot be read.',
      userAction: 'Open it in a spreadsheet program, save it as XLSX or CSV, and send it again.',
      adminAction:
        '[?because=sheet: It has no such sheet. ][?because=empty: Its sheet is empty. ][?because=texts: It holds more text than is taken. ][?because=damaged: It is damaged. ]Only the first visible sheet is read where none is named.',
    },
    zh: {
      title: '无法读取此工作簿。',
      userAction: '请用电子表格软件打开，另存为 XLSX 或 CSV 后重新发送。',
      adminAction:
        '[?because=sheet:其中没有所需的工作表。][?because=empty:工作表为空。][?because=texts:其中的文字过多。][?because=damaged:文件已损坏。]未指定工作表时，只读取第一个可见的工作表。',
    },
  },
  WORKBOOK_TOO_LARGE: {
    en: {
      title: 'There is too much for one workbook.',
      userAction: 'Ask for CSV instead: it has no limit.',
      adminAction:
        '[At most {cellsMax} cells are written. ][At most {columnsMax} columns are written. ]Nothing was written.',
    },
    zh: {
      title: '内容过多，无法写入一个工作簿。',
      userAction: '请改用 CSV，CSV 没有此限制。',
      adminAction: '[最多写入 {cellsMax} 个单元格。][最多写入 {columnsMax} 列。]未写入任何内容。',
    },
  },
  YAML_REFUSED: {
    en: {
      title: 'The YAML text cannot be read.',
      userAction: 'Correct the text and try again.',
      adminAction:
        '[It fails in line {line}. ][The column is {column}. ][The parser says: {reason}. ][?because=length: It is too long. ][?because=depth: It is nested too deep. ][?because=aliases: Its aliases repeat too much. ][?because=documents: It holds several documents. ]One document with plain values is read.',
    },
    zh: {
      title: '无法读取此 YAML 文本。',
      userAction: '请更正文本后重试。',
      adminAction:
        '[出错行：{line}。][出错列：{column}。][解析器提示：{reason}。][?because=length:文本过长。][?because=depth:嵌套过深。][?because=aliases:别名重复过多。][?because=documents:包含多个文档。]只读取由普通值组成的单个文档。',
    },
  },
  ROW_REFUSED: {
    en: {
      title: 'One row of the table was left out.',
      userAction: 'Correct the row if it matters, and send the table again.',
      adminAction: '[It begins in line {line}. ][The reason: {reason}. ]The other rows were read.',
    },
    zh: {
      title: '表格中有一行未读取。',
      userAction: '如需该行，请更正后重新发送表格。',
      adminAction: '[该行始于第 {line} 行。][原因：{reason}。]其余各行已读取。',
    },
  },
} as const satisfies PhraseTable
