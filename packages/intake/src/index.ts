export {
  bareCell,
  byteOrderMark,
  csvLineEnd,
  csvWriter,
  formatCsvRow,
  neutraliseFormula,
} from './csv-writer.ts'
export { decodeHeader, listHeaderPieces, type HeaderPiece } from './decode-header.ts'
export { charsetOfMailboxes, decodeMailBytes, type CharsetFlag, type MailText } from './decode-mail-bytes.ts'
export type { DecodedText } from './decode-text.ts'
export { decodeText } from './decode-text.ts'
export type { TextEncoding } from './find-encoding.ts'
export type { SheetCell, SheetToWrite } from './format-workbook.ts'
export { formatWorkbook } from './format-workbook.ts'
export { htmlToText } from './html-text.ts'
export { attachmentBytesMax, cabinetBytesMax, captureBytesMax, mailBytesMax } from './limits.ts'
export { parseMailDate, type MailDate } from './mail-date.ts'
export { openMailParts, type MailRefusal, type RawHeader, type RawPart } from './mail-parts.ts'
export { fileNameOf } from './open-mail.ts'

export type { TableRefusal } from './open-table.ts'
export { openTable } from './open-table.ts'
export type { OpenedTable, RejectedRow, RowFault, TableRow, TableSource } from './table.ts'
export { formatFileRead } from './format-file-read.ts'
export type { Complaint, Found, ListRow } from './found.ts'
export { parseYaml } from './parse-yaml.ts'
export type {
  AttachmentLabel,
  AttachmentRefusal,
  AttachmentText,
  WithoutText,
} from './read-attachment-text.ts'
export { readAttachmentText } from './read-attachment-text.ts'
export type { FileRead } from './read-file.ts'
export { readFile } from './read-file.ts'
export { readStream } from './read-stream.ts'
export type { HeldReading, ReportReading } from './read-report.ts'
export type { ByteSource } from './text-pieces.ts'
export { flowOf, unflow } from './unflow.ts'
