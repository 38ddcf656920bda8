// Fills the books of a stopped server with many devices, by copying the rows of one that was activated for real.
import { DatabaseSync } from 'node:sqlite'

/** How each table's row becomes that of device `n`; every other column is copied. */
const changed: { readonly [table: string]: { readonly [column: string]: string } } = {
  devices: { id: `printf('%064x', n)` },
  seats: { id: `printf('sea_%026d', n)`, device: `printf('%064x', n)` },
  leases: {
    id: `printf('lse_%026d', n)`,
    seat: `printf('sea_%026d', n)`,
    device: `printf('%064x', n)`,
    request: `printf('req_%026d', n)`,
  },
}

/** Adds `count` devices with seat and lease under the one serial number that has a device. Throws where there is none. */
export function preloadDevices(file: string, count: number): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; BEGIN')
  for (const [table, columns] of Object.entries(changed)) {
    const names = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as {
      name: string
    }[]
    const list = names.map(({ name }) => name)
    const values = list.map((name) => columns[name] ?? `template.${name}`)
    database.exec(
      `INSERT INTO ${table} (${list.join(', ')})
       WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
       SELECT ${values.join(', ')} FROM numbers, (SELECT * FROM ${table} LIMIT 1) AS template`,
    )
  }
  database.exec(`UPDATE serials SET taken = taken + ${count}, seats = seats + ${count} WHERE taken > 0`)
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
