/** Codes that administrators meet, without 0x; packages/phrases has plain words for each. Source: Microsoft's list of activation error codes. */
export const windowsCodes = [
  'C004F074',
  'C004F056',
  'C004F009',
  'C004F00F',
  'C004F034',
  'C004E003',
  'C004F038',
  'C004F039',
  'C004F041',
  'C004F042',
  'C004F200',
  'C004F035',
  'C004F050',
  'C004F051',
  'C004F06C',
  '4004F040',
  '4004F00C',
  '4004F00D',
  'C004F014',
  'C004F025',
  '80070005',
  '8007232B',
  '8007251D',
  '8007232A',
  '800706BA',
  'C004C001',
  'C004C003',
  'C004C008',
  'C004C020',
  'C004C021',
  'C004B100',
  'C004F02C',
  'C004F02D',
  'C004F02E',
  'C004F02F',
  'C004F030',
  'C004F031',
  'C004F04D',
  'C004D302',
  'C004D307',
] as const
export type WindowsCode = (typeof windowsCodes)[number]

/** `0xC004F074` and `c004f074` are one code; null for one that is not known here. */
export function findWindowsCode(text: string | null): WindowsCode | null {
  const bare = text?.trim().toUpperCase().replace(/^0X/, '') ?? ''
  return windowsCodes.find((code) => code === bare) ?? null
}
