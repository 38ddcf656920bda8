/** Bytes of one capture, alone or inside an archive or a mail. Texts of administrators have some thousand. */
export const captureBytesMax = 16 * 1024 * 1024
