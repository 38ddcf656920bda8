import type { Facts } from '../device-licence.ts'
import { keepFacts, parseNetworkAddress } from './fact-value.ts'

/** One run of PowerShell (on every Windows since 7) that prints `name=value` lines. */
export const windowsFactsCommand: readonly [string, ...string[]] = [
  'powershell.exe',
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  [
    "$ErrorActionPreference='SilentlyContinue'",
    '[Console]::OutputEncoding=[Text.Encoding]::UTF8',
    "'machine-id='+(Get-ItemProperty HKLM:\\SOFTWARE\\Microsoft\\Cryptography).MachineGuid",
    "'board-serial='+(Get-CimInstance Win32_BaseBoard | Select-Object -First 1).SerialNumber",
    "'product-uuid='+(Get-CimInstance Win32_ComputerSystemProduct).UUID",
    "'network-address='+(Get-CimInstance Win32_NetworkAdapter -Filter 'PhysicalAdapter=TRUE' | Where-Object { $_.PNPDeviceID -like 'PCI\\*' } | Sort-Object MACAddress | Select-Object -First 1).MACAddress",
    "'root-uuid='+(Get-CimInstance Win32_LogicalDisk -Filter \"DeviceID='$env:SystemDrive'\").VolumeSerialNumber",
    "'cpu-model='+(Get-CimInstance Win32_Processor | Select-Object -First 1).Name",
  ].join('; '),
]

const parts = ['machine-id', 'board-serial', 'product-uuid', 'network-address', 'root-uuid', 'cpu-model']

export function parseWindowsFacts(output: string): Facts {
  const found: { [part: string]: string } = {}
  for (const line of output.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const at = line.indexOf('=')
    const part = line.slice(0, Math.max(at, 0)).trim()
    if (parts.includes(part) && found[part] === undefined) found[part] = line.slice(at + 1)
  }
  return keepFacts({ ...found, 'network-address': parseNetworkAddress(found['network-address'] ?? '') })
}
