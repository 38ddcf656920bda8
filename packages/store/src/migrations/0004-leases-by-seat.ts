import { sql, type Kysely } from 'kysely'

/**
 * Leases are found by the seat that they stand for, not by the device: ids of seats grow with time, thumbprints are chance,
 * and an index that begins with chance costs a page of its own per activation.
 */
export const leasesBySeatMigration = {
  number: 4,
  name: 'leases-by-seat',
  async apply(db: Kysely<never>): Promise<void> {
    await sql.raw('drop index leases_by_intention').execute(db)
    await sql.raw('create index leases_by_seat on leases (seat, request)').execute(db)
  },
}
