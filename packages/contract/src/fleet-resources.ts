// What the books show of the fleet. Wire shapes as in resources.ts; intervals are half-open.
import { Type, type Static } from 'typebox'
import {
  CaptureIdField,
  Count,
  CustomerIdField,
  Moment,
  ObservedDeviceIdField,
  ThumbprintField,
  WebhookIdField,
} from './fields.ts'
import { closed, Facts, Finding, orNull } from './resources.ts'

const Text = Type.String()
const Whole = Type.Integer()

/** From `from` (included) to `to` (excluded). */
const Span = Type.Object({ from: Moment, to: Moment }, closed)
const CapturedBy = Type.Enum(['text', 'given', 'mail', 'file', 'received'])
const Certainty = Type.Enum(['confirmed', 'fits', 'possible'])
const KeyKind = Type.Enum(['device-id', 'machine-id', 'serial', 'host'])

/** What one file, or one part of it, said. `capturedBy` says where the moment comes from. */
export const Capture = Type.Object(
  {
    id: CaptureIdField,
    customer: orNull(CustomerIdField),
    source: Text,
    kind: Text,
    receivedAt: Moment,
    capturedAt: orNull(Span),
    capturedBy: CapturedBy,
    sentBy: Text,
    observations: Count,
  },
  closed,
)

/** How the device was found; `ambiguous` names every device that the key fits. */
export const Match = Type.Union([
  Type.Object({ kind: Type.Literal('known'), by: KeyKind, certainty: Certainty }, closed),
  Type.Object({ kind: Type.Literal('new'), certainty: Certainty }, closed),
  Type.Object({ kind: Type.Literal('ambiguous'), by: KeyKind, candidates: Type.Array(Text) }, closed),
])

/** One device in one capture. `changes`: what is new against the observation before, in a timeline; null elsewhere. */
export const Observation = Type.Object(
  {
    capture: CaptureIdField,
    device: orNull(ObservedDeviceIdField),
    match: Match,
    at: Moment,
    capturedAt: orNull(Span),
    capturedBy: CapturedBy,
    receivedAt: Moment,
    source: Text,
    state: orNull(Text),
    remainingSeconds: orNull(Type.Object({ from: Whole, to: Whole }, closed)),
    ends: orNull(Span),
    activatedAt: orNull(Span),
    grantedSeconds: orNull(Whole),
    upgradedAt: orNull(Span),
    releaseBefore: orNull(Text),
    releaseAfter: orNull(Text),
    product: orNull(Text),
    channel: orNull(Text),
    extendedPid: orNull(Text),
    machineId: orNull(Text),
    installationId: orNull(Text),
    serial: orNull(Text),
    host: orNull(Text),
    facts: Facts,
    changes: orNull(Type.Array(Type.Enum(['first', 'state', 'end-later', 'end-earlier', 'release']))),
  },
  closed,
)

/** A device that captures speak of, as its newest observation shows it; `device` where it is one of ours. */
export const ObservedDevice = Type.Object(
  {
    id: ObservedDeviceIdField,
    label: Text,
    customer: orNull(CustomerIdField),
    device: orNull(ThumbprintField),
    host: orNull(Text),
    product: orNull(Text),
    state: orNull(Text),
    firstSeen: Moment,
    lastSeen: Moment,
    ends: orNull(Span),
    firstReminder: orNull(Moment),
    unlikeOrder: Type.Boolean(),
    observations: Count,
    capture: CaptureIdField,
  },
  closed,
)

/**
 * Where the licence of an observed device ends, by its newest observations. `within`: in that span; `moves-on`: likewise,
 * but it renews itself in time and its end moves on before it comes; `agrees`: an earlier observation gives the same end.
 * `ours`: one of our own devices that holds a seat, which its lease says more of.
 */
export const FleetEnd = Type.Object(
  {
    device: ObservedDevice,
    ours: Type.Boolean(),
    end: orNull(
      Type.Union([
        Type.Object({ kind: Type.Literal('perpetual') }, closed),
        Type.Object({ kind: Type.Enum(['within', 'moves-on']), from: Moment, to: Moment }, closed),
      ]),
    ),
    agrees: Type.Boolean(),
    activatedAt: orNull(Span),
    keyInstalledAt: orNull(Span),
    upgradedAt: orNull(Span),
    grantedSeconds: orNull(Whole),
    release: orNull(Text),
  },
  closed,
)

/** What happens on the desk, as a webhook asks for it. */
export const deskNoticeNames = [
  'case.opened',
  'case.state-set',
  'case.warned',
  'message.added',
  'message.held',
  'mail.failed',
  'mail.doubt',
] as const
/** A code of findings, or one of `deskNoticeNames`. */
export const WebhookKind = Type.String({ pattern: '^([A-Z][A-Z_]{0,63}|[a-z]{1,32}[.][a-z-]{1,32})$' })

/** `kinds`: codes of the findings and names of what happens on the desk that it is sent, or all findings. `lastError`: of a message that waits or was given up. */
export const Webhook = Type.Object(
  {
    id: WebhookIdField,
    url: Text,
    kinds: Type.Union([Type.Literal('all'), Type.Array(WebhookKind)]),
    createdAt: Moment,
    state: Type.Union([
      Type.Object({ kind: Type.Literal('active') }, closed),
      Type.Object(
        { kind: Type.Literal('stopped'), at: Moment, because: Type.Enum(['removed', 'gone']) },
        closed,
      ),
    ]),
    deliveries: Type.Object({ waiting: Count, dead: Count, lastError: orNull(Text) }, closed),
  },
  closed,
)

/** A finding with the observed devices that it is about, in a message to a webhook. */
export const FindingMessage = Type.Object(
  {
    type: Type.Literal('finding.raised'),
    timestamp: Moment,
    data: Type.Object(
      {
        finding: Finding,
        text: Type.Object(
          {
            en: Type.Object({ title: Text, action: Text, who: Text }, closed),
            zh: Type.Object({ title: Text, action: Text, who: Text }, closed),
          },
          closed,
        ),
      },
      closed,
    ),
  },
  closed,
)

export type CaptureWire = Static<typeof Capture>
export type ObservationWire = Static<typeof Observation>
export type ObservedDeviceWire = Static<typeof ObservedDevice>
export type FleetEndWire = Static<typeof FleetEnd>
export type WebhookWire = Static<typeof Webhook>
export type FindingMessageWire = Static<typeof FindingMessage>
