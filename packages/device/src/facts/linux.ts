// Reads below a root folder, so that recorded machines can be read too. spec: device §5
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Facts } from '../device-licence.ts'
import { keepFacts, parseNetworkAddress } from './fact-value.ts'

export function collectLinuxFacts(root: string): Facts {
  const read = (path: string) => textOf(join(root, path))
  return keepFacts({
    'machine-id': read('etc/machine-id') ?? read('var/lib/dbus/machine-id'),
    'board-serial': read('sys/class/dmi/id/board_serial'),
    'product-uuid': read('sys/class/dmi/id/product_uuid'),
    'network-address': networkAddress(root),
    'root-uuid': rootFilesystem(root, read('proc/self/mountinfo') ?? ''),
    'cpu-model': parseCpuModel(read('proc/cpuinfo') ?? ''),
  })
}

/** The model of the first processor; on ARM, where none is named, its identifying numbers. */
export function parseCpuModel(cpuinfo: string): string | null {
  const line = (name: string) => new RegExp(`^${name}\\s*:\\s*(.+)$`, 'im').exec(cpuinfo)?.[1] ?? null
  const numbers = ['CPU implementer', 'CPU part', 'CPU variant'].map(line)
  return line('model name') ?? (numbers[1] === null ? line('Hardware') : numbers.join(' '))
}

/** `major:minor` and source of what is mounted at `/`; the last such line is the one on top. */
export function parseRootMount(mountinfo: string): { device: string; source: string } | null {
  let found: { device: string; source: string } | null = null
  for (const line of mountinfo.split('\n')) {
    const [before, after] = line.split(' - ')
    const fields = (before ?? '').split(' ')
    const source = (after ?? '').split(' ')[1]
    if (fields[4] === '/' && fields[2] !== undefined && source !== undefined)
      found = { device: fields[2], source }
  }
  return found
}

function rootFilesystem(root: string, mountinfo: string): string | null {
  const mount = parseRootMount(mountinfo)
  if (mount === null) return null
  const names = new Set([basename(mount.source)])
  const blockName = linkOf(join(root, 'sys/dev/block', mount.device))
  if (blockName !== null) names.add(basename(blockName))
  const folder = join(root, 'dev/disk/by-uuid')
  for (const uuid of listNames(folder)) {
    const target = linkOf(join(folder, uuid))
    if (target !== null && names.has(basename(target))) return uuid
  }
  return null
}

// Virtual devices have no `device` link to a bus.
function networkAddress(root: string): string | null {
  const folder = join(root, 'sys/class/net')
  const addresses = listNames(folder)
    .filter((name) => linkOf(join(folder, name, 'device')) !== null)
    .map((name) => parseNetworkAddress(textOf(join(folder, name, 'address')) ?? ''))
  return addresses.filter((address) => address !== null).toSorted()[0] ?? null
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
