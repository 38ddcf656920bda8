// The books as the server sees them: a Reader, a Writer that exists only inside a transaction, and gathered exchanges.
import type { Instant } from '@holdfast/capabilities'
import type {
  CustomerId,
  LeaseId,
  LicenceId,
  Name,
  OrderId,
  Refusal,
  RequestId,
  SeatId,
  SerialNumber,
  Thumbprint,
} from '@holdfast/lease'
import type {
  CorrectionRefusal,
  Customer,
  DeviceRecord,
  Edition,
  IssuedLease,
  Licence,
  Order,
  OrderKey,
  Product,
  ProductRelease,
  Seat,
  SerialRecord,
  TermRule,
} from '@holdfast/licensing'
import type { DeskReader, DeskWriter } from './desk/desk-interface.ts'
import type { Exchanges } from './exchanges-interface.ts'
import type { FleetReader, FleetWriter } from './fleet-interface.ts'
import type { HeldSeat } from './held-leases.ts'
import type { LicensedSerial, SerialFilter } from './list-serials.ts'
import type { ListedOrRefused, Page } from './listed.ts'
import type { PlanReads, PlanWrites } from './plans-interface.ts'
import type {
  Actor,
  AuditHead,
  AuditRecord,
  AuditVerdict,
  FindingRecord,
  ServerKeyRecord,
  TokenRecord,
  TrustBundleRecord,
  UnconfirmedLease,
} from './records.ts'

/** The books of one server. */
export type Store = {
  readonly read: Reader
  readonly exchanges: Exchanges
  /**
   * One transaction. The audit rows of the writer's operations are written in it under `actor`. Where `body` throws or
   * resolves to a refusal, nothing at all is written. Rejects with the refusal's text once the store is closing.
   * `body` may run again after a collision with another server, so it must do nothing but read its arguments and use `tx`.
   */
  write<T>(actor: Actor, body: (tx: Writer) => Promise<T>): Promise<T>
  /** Reads every audit row and names the first that is broken. `onProgress` hears the number of rows read so far. */
  verifyAudit(onProgress?: (rows: number) => void): Promise<AuditVerdict>
  /** Whether the database itself failed a transaction: another body would meet the same. */
  isUnavailable(error: unknown): boolean
  /** Refuses what comes from now on (SERVER_STOPPING), finishes what was accepted, closes the database. */
  close(): Promise<void>
}

export type LicenceFilter = {
  readonly order?: OrderId
  readonly customer?: CustomerId
  readonly product?: Name
}
export type SeatFilter =
  { readonly serial: SerialNumber } | { readonly licence: LicenceId } | { readonly device: Thumbprint }
/** At most one of them; devices of a customer or serial number are those that hold or held a seat there. */
export type DeviceFilter = {
  readonly product?: Name
  readonly serial?: SerialNumber
  readonly customer?: CustomerId
}
/** At most one of them, each as it stands in the row: `device:<thumbprint>`. */
export type AuditFilter = { readonly subject?: string; readonly actor?: string }

/** Numbers for metrics, each counted over an index or kept. */
export type Counts = {
  readonly customers: number
  readonly orders: number
  readonly licences: number
  readonly serials: number
  readonly seatsOffered: number
  readonly seatsTaken: number
  readonly devices: number
  readonly leasesUnconfirmed: number
  readonly findingsOpen: number
  readonly captures: number
  readonly observations: number
  readonly observedDevices: number
  readonly auditRows: number
}

/** Everything that can be looked at. Finds give null where there is nothing; a row that cannot be believed throws. */
export type Reader = FleetReader &
  PlanReads &
  DeskReader & {
    findProduct(id: Name): Promise<Product | null>
    listProducts(page: Page): Promise<ListedOrRefused<Product>>
    findEdition(product: Name, id: Name): Promise<Edition | null>
    listEditions(product: Name, page: Page): Promise<ListedOrRefused<Edition>>
    findRelease(product: Name, ordinal: number): Promise<ProductRelease | null>
    listReleases(product: Name, page: Page): Promise<ListedOrRefused<ProductRelease>>
    findCustomer(id: CustomerId): Promise<Customer | null>
    /** By name, then id. */
    listCustomers(page: Page): Promise<ListedOrRefused<Customer>>
    findOrder(id: OrderId): Promise<Order | null>
    findOrderByNumber(number: string): Promise<Order | null>
    /** Newest first. */
    listOrders(filter: { readonly customer?: CustomerId }, page: Page): Promise<ListedOrRefused<Order>>
    listOrderKeys(order: OrderId): Promise<readonly OrderKey[]>
    findLicence(id: LicenceId): Promise<Licence | null>
    listLicences(filter: LicenceFilter, page: Page): Promise<ListedOrRefused<Licence>>
    /** Those of `ids` that the books know. */
    findLicences(ids: readonly LicenceId[]): Promise<ReadonlyMap<LicenceId, Licence>>
    /** The licences of each order that the books know by its number, by id. */
    findLicencesOfOrders(numbers: readonly string[]): Promise<ReadonlyMap<string, readonly Licence[]>>
    findSerial(serial: SerialNumber): Promise<SerialRecord | null>
    /** Those of `serials` that the books know. */
    findSerials(serials: readonly SerialNumber[]): Promise<ReadonlyMap<SerialNumber, SerialRecord>>
    /** By licence, then serial number. */
    listSerials(filter: SerialFilter, page: Page): Promise<ListedOrRefused<LicensedSerial>>
    findSeat(id: SeatId): Promise<Seat | null>
    listSeats(filter: SeatFilter, page: Page): Promise<ListedOrRefused<Seat>>
    /** Taken seats, by id, with the lease that their device holds. */
    listHeldSeats(page: Page): Promise<ListedOrRefused<HeldSeat>>
    findDevice(id: Thumbprint): Promise<DeviceRecord | null>
    /** Last seen first. */
    listDevices(filter: DeviceFilter, page: Page): Promise<ListedOrRefused<DeviceRecord>>
    findLease(id: LeaseId): Promise<IssuedLease | null>
    /** The newest answer to this intention. */
    findLeaseByRequest(device: Thumbprint, request: RequestId): Promise<IssuedLease | null>
    /** Newest generation first. */
    listLeases(
      filter: { readonly device: Thumbprint; readonly seat?: SeatId },
      page: Page,
    ): Promise<ListedOrRefused<IssuedLease>>
    /** Oldest first: leases issued before `issuedBefore` (if given) that no receipt confirmed. */
    listUnconfirmed(
      filter: { readonly product?: Name; readonly issuedBefore?: Instant },
      page: Page,
    ): Promise<ListedOrRefused<UnconfirmedLease>>
    /** Newest first. */
    listFindings(
      filter: { readonly state?: 'open' | 'closed'; readonly code?: string },
      page: Page,
    ): Promise<ListedOrRefused<FindingRecord>>
    findFinding(id: string): Promise<FindingRecord | null>
    /** Newest first. */
    listAudit(filter: AuditFilter, page: Page): Promise<ListedOrRefused<AuditRecord>>
    listAuditHeads(): Promise<readonly AuditHead[]>
    findTokenByHash(hash: string): Promise<TokenRecord | null>
    listTokens(page: Page): Promise<ListedOrRefused<TokenRecord>>
    listServerKeys(): Promise<readonly ServerKeyRecord[]>
    /** Ascending, versions above `version`. */
    listTrustBundles(above: {
      readonly version: number
      readonly limit: number
    }): Promise<readonly TrustBundleRecord[]>
    findNewestTrustBundle(): Promise<TrustBundleRecord | null>
    findSetting(name: string): Promise<string | null>
    /** Those whose names begin so, by name. */
    listSettings(prefix: string): Promise<readonly { readonly name: string; readonly value: string }[]>
    counts(): Promise<Counts>
    /** The newest moment that any server of these books has recorded; null in new books. */
    findNewestMoment(): Promise<Instant | null>
  }

/** Everything that can be changed by hand. Each operation writes its audit row; `now` is the moment of the door. */
export type Writer = FleetWriter &
  PlanWrites &
  DeskWriter & {
    /** Reads inside this transaction. */
    readonly read: Pick<Reader, WriterReads>
    addProduct(product: Product): Promise<Product | Refusal<'ALREADY_EXISTS'>>
    /** Adds the edition or replaces its title and policies; leases already issued keep theirs. */
    putEdition(edition: Edition, now: Instant): Promise<Edition | Refusal<'NOT_FOUND'>>
    addRelease(
      release: ProductRelease,
      now: Instant,
    ): Promise<ProductRelease | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>>
    addCustomer(customer: Customer): Promise<Customer | Refusal<'ALREADY_EXISTS'>>
    /**
     * An order with its licences, serial numbers and public product keys. ALREADY_EXISTS: order number or a serial number.
     * SERVER_CLOCK_BEHIND: its terms would be resolved for good by a clock that the books contradict.
     */
    addOrder(
      input: NewOrder,
      now: Instant,
    ): Promise<Order | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS' | 'SERVER_CLOCK_BEHIND'>>
    /** Further serial numbers for a licence, written in batches; ALREADY_EXISTS names the first that is known already. */
    addSerials(
      serials: readonly SerialRecord[],
      now: Instant,
    ): Promise<{ readonly kind: 'added'; readonly count: number } | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>>
    /** Retires the order's present key for the product and takes the new one. Leases are untouched. */
    rekeyOrder(key: OrderKey, now: Instant): Promise<OrderKey | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>>
    /**
     * A new product key for the licence's order and product. Where the order is not in the books, it is that of every
     * licence of this order number and product that is known from leases alone. Leases are untouched.
     */
    rekeyLicence(
      id: LicenceId,
      rekey: { readonly key: Pick<OrderKey, 'id' | 'publicRaw'>; readonly reason: string },
      now: Instant,
    ): Promise<Licence | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>>
    suspendLicence(
      id: LicenceId,
      reason: string,
      now: Instant,
    ): Promise<Licence | Refusal<'NOT_FOUND' | 'LICENCE_WITHDRAWN'>>
    resumeLicence(id: LicenceId, now: Instant): Promise<Licence | Refusal<'NOT_FOUND' | 'LICENCE_WITHDRAWN'>>
    withdrawLicence(id: LicenceId, reason: string, now: Instant): Promise<Licence | Refusal<'NOT_FOUND'>>
    /** Another term for a licence whose term was entered wrongly; leases that are out stay as they are. */
    correctLicence(
      id: LicenceId,
      correction: { readonly termRule: TermRule; readonly shorten: boolean; readonly reason: string },
      now: Instant,
    ): Promise<Licence | Refusal<'NOT_FOUND' | CorrectionRefusal>>
    /** May fall below what is taken: nobody loses a seat, nobody new gets one. */
    changeSeats(
      serial: SerialNumber,
      seats: number,
      now: Instant,
    ): Promise<SerialRecord | Refusal<'NOT_FOUND' | 'INPUT_INVALID'>>
    blockDevice(id: Thumbprint, reason: string, now: Instant): Promise<DeviceRecord | Refusal<'NOT_FOUND'>>
    unblockDevice(id: Thumbprint, now: Instant): Promise<DeviceRecord | Refusal<'NOT_FOUND'>>
    /**
     * Gives a seat back without the device's own statement. `risk` is what the administrator accepts in words, e.g. that
     * the device may go on working with its lease; it stands in the audit row. Repeated: the seat as it is.
     */
    releaseSeat(id: SeatId, risk: string, now: Instant): Promise<Seat | Refusal<'NOT_FOUND'>>
    addToken(token: TokenRecord): Promise<TokenRecord | Refusal<'ALREADY_EXISTS'>>
    /** IN_USE: the last token with the scope admin that is not revoked. */
    revokeToken(id: string, now: Instant): Promise<TokenRecord | Refusal<'NOT_FOUND' | 'IN_USE'>>
    /** No audit row: use is not a change of the books. */
    recordTokenUse(id: string, day: number): Promise<void>
    addServerKey(key: ServerKeyRecord, now: Instant): Promise<ServerKeyRecord | Refusal<'ALREADY_EXISTS'>>
    /** Ends a key's interval; private bytes are kept. */
    endServerKey(
      id: Thumbprint,
      until: Instant,
      now: Instant,
    ): Promise<ServerKeyRecord | Refusal<'NOT_FOUND'>>
    addTrustBundle(bundle: TrustBundleRecord): Promise<TrustBundleRecord | Refusal<'ALREADY_EXISTS'>>
    closeFinding(id: string, now: Instant): Promise<FindingRecord | Refusal<'NOT_FOUND'>>
    /**
     * Issues go by `now` again although the books hold later moments: these are forgotten as the newest, with an audit row
     * and a finding. What was written at them stays. Nothing changes where there is none (`behindSeconds` 0).
     */
    acceptClock(
      reason: string,
      now: Instant,
    ): Promise<{ readonly newest: Instant; readonly behindSeconds: number }>
    /** False: a server serves these books, as far as the database can tell. True: none does until this transaction ends. */
    standAlone(): Promise<boolean>
    putSetting(name: string, value: string, now: Instant): Promise<void>
    /** Written only where there is none yet; answers with the one that holds. */
    keepSetting(name: string, value: string, now: Instant): Promise<string>
    /** An audit row of the door's own, for what happens outside the books. `detail` must not hold a secret. */
    note(
      row: { readonly action: string; readonly subject: string; readonly detail: AuditDetail },
      now: Instant,
    ): Promise<void>
  }

export type AuditDetail = { readonly [name: string]: unknown }

type WriterReads =
  | keyof DeskReader
  | 'findProduct'
  | 'findEdition'
  | 'findRelease'
  | 'findCustomer'
  | 'findOrder'
  | 'findOrderByNumber'
  | 'listOrderKeys'
  | 'findLicence'
  | 'findSerial'
  | 'findSeat'
  | 'findDevice'
  | 'findLease'
  | 'findTokenByHash'
  | 'listServerKeys'
  | 'listTrustBundles'
  | 'findNewestTrustBundle'
  | 'findSetting'
  | 'listSettings'
  | 'findPlan'
  | 'findWebhook'

export type NewOrder = {
  readonly order: Order
  readonly licences: readonly Licence[]
  readonly serials: readonly SerialRecord[]
  readonly keys: readonly OrderKey[]
}
