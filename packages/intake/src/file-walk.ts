import { hideKeys, type LineEnds } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import type { TextEncoding } from './find-encoding.ts'
import type { Complaint, Found, Origin } from './found.ts'
import { complaintsMax, nestingMax, readingsMax, unpackedBytesMax } from './limits.ts'
import type { Flow } from './unflow.ts'

/** Where a walk is: what leads here, and how deep. */
export type Place = Origin & {
  readonly depth: number
  /** Told by the mail around it. */
  readonly isHtml: boolean
  readonly flowed: Flow
}

export const outermost: Place = { inside: null, sentAt: null, depth: 0, isHtml: false, flowed: 'no' }

/** What a file turned out to be, or why it is nothing. `encoding` and `eol` are null for containers and workbooks. */
export type Recognised = {
  readonly kind: 'recognised'
  readonly container: 'zip' | 'cab' | 'mail' | null
  readonly encoding: TextEncoding | null
  readonly eol: LineEnds | null
}

/** What one file gives, collected through all its levels within the limits that hold for all of them together. */
export class FileWalk {
  readonly found: Found[] = []
  readonly complaints: Complaint[] = []
  #unpackedBytes = 0

  add(found: Found): boolean {
    if (this.found.length >= readingsMax) return false
    this.found.push(found)
    return true
  }

  complain(inside: string | null, refusal: Refusal, line: number | null = null): void {
    if (this.complaints.length < complaintsMax) this.complaints.push({ inside, line, refusal })
  }

  /** Counts what was unpacked; a refusal where it is too much for one file. */
  unpack(bytes: number): Refusal<'ARCHIVE_LIMIT'> | null {
    this.#unpackedBytes += bytes
    return this.#unpackedBytes > unpackedBytesMax
      ? refuse('ARCHIVE_LIMIT', { limit: 'bytes', bytesMax: unpackedBytesMax })
      : null
  }

  get unpackedLeft(): number {
    return unpackedBytesMax - this.#unpackedBytes
  }
}

/** One level down. A name that holds a product key is masked, as every other text is. */
export function enter(place: Place, name: string, more: Partial<Place> = {}): Place {
  return {
    inside: hideKeys(place.inside === null ? name : `${place.inside}/${name}`),
    sentAt: more.sentAt ?? place.sentAt,
    depth: place.depth + 1,
    isHtml: more.isHtml ?? false,
    flowed: more.flowed ?? 'no',
  }
}

/** Whether containers may be opened here. */
export function refuseDepth(place: Place): Refusal<'ARCHIVE_LIMIT'> | null {
  return place.depth >= nestingMax ? refuse('ARCHIVE_LIMIT', { limit: 'nesting', max: nestingMax }) : null
}
