// Every limit of what is taken in, by name and unit. spec: intake §5

const kibi = 1024
const mebi = 1024 * 1024

/** Bytes of one capture, alone or inside an archive or a mail. Texts of administrators have some thousand. */
export const captureBytesMax = 16 * mebi
/** Bytes of a mail as it travels, attachments included. */
export const mailBytesMax = 32 * mebi
/** Bytes of a cabinet: it is held in memory as a whole. A zip archive is read from its place and has no such limit. */
export const cabinetBytesMax = 64 * mebi

/** Entries of one archive, or parts of one mail. */
export const entriesMax = 10_000
/** Archives and mails inside each other; the outermost counts as 1. */
export const nestingMax = 4
/** Bytes of one entry, unpacked. */
export const entryBytesMax = 32 * mebi
/** Bytes of everything that one file holds, unpacked, through all levels. */
export const unpackedBytesMax = 256 * mebi
/** Unpacked bytes for each packed one; asked only past `ratioFreeBytes`, because short texts of blanks pack well. */
export const ratioMax = 200
export const ratioFreeBytes = mebi
/** UTF-16 units of the name of an entry. */
export const entryNameLengthMax = 1_024

/** Lines of a mail. */
export const mailLinesMax = 1_000_000
/** Nested parts of one mail. */
export const mailDepthMax = 32
/** Bytes of all header lines of a mail. */
export const mailHeaderBytesMax = 256 * kibi
/** Headers of one part of a mail. */
export const mailPartHeadersMax = 1_000

/** Columns of a table. Spreadsheets have 16,384. */
export const columnsMax = 16_384
/** UTF-16 units of one cell, as in spreadsheets. */
export const cellLengthMax = 32_767
/** UTF-16 units of one row, and of its longest JSON object. */
export const rowLengthMax = mebi
/** Rows of a table that are named with their reason; a table that has more is no table that anybody meant. */
export const rejectedRowsMax = 10_000
/** UTF-16 units of all texts that a workbook keeps apart from its cells. */
export const workbookTextLengthMax = 128 * mebi
/** Bytes of one unpacked part of a workbook; sheets are read in a stream and never held. */
export const workbookPartBytesMax = 1024 * mebi
/** Rows of a sheet, its head included: what spreadsheets hold. */
export const sheetRowsMax = 1_048_576
/** UTF-16 units between two signs of structure in a part of a workbook. */
export const workbookTokenLengthMax = mebi

/** UTF-16 units of a YAML text; its parser needs a second for this many at worst. */
export const yamlLengthMax = 256 * kibi
/** Levels of a YAML value. */
export const yamlDepthMax = 32
/** Nodes that aliases may repeat in a YAML text. */
export const yamlAliasesMax = 100

/** Readings taken from one file, through all levels. */
export const readingsMax = 100_000
/** Complaints listed for one file. */
export const complaintsMax = 1_000
/** Cells of a workbook that is written: it is held in memory as a whole. */
export const workbookCellsMax = 2_000_000

/** Bytes of an attachment whose text is looked for. No part of a mail is larger. */
export const attachmentBytesMax = 32 * mebi
/** UTF-16 units of the text of one attachment; what goes on is cut, and said to be. Four hundred full pages of Chinese. */
export const attachmentTextLengthMax = mebi
/** Unpacked bytes of one part of a document or workbook whose text is looked for, and of all that are read. */
export const attachmentPartBytesMax = 64 * mebi
/** Cells of the sheets of one workbook that are looked at for text, empty ones before a filled one counted too. */
export const attachmentCellsMax = 4 * mebi
/** Pages of a PDF that are read. */
export const pdfPagesMax = 1_000
/** Milliseconds that reading one PDF may take; a hundred pages take less than one second. */
export const pdfMsMax = 10_000
/** Bytes of all buffers that reading one PDF ever asks for: what it has unpacked at any moment is less. */
export const pdfBufferBytesMax = 256 * mebi
/** Bytes of the heap of the thread that reads a PDF. */
export const pdfHeapBytesMax = 256 * mebi
