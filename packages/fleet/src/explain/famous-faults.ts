// Faults that are known by name, with where that is written. Data for pages and tables; the ranking tries far more.
import type { TimeFault } from '../fault.ts'

export type FamousFault = { readonly fault: TimeFault; readonly source: string }

const wrap = { past: 'wrap' } as const
const clip = {
  unit: 'second',
  width: 32,
  signed: true,
  held: 'instant',
  epoch: '1970',
  past: 'clip',
} as const
const term = { held: 'term', epoch: null } as const

export const famousFaults = {
  /** Signed seconds since 1970: 2038-01-19T03:14:07Z is the last. */
  Y2038: {
    fault: { ...wrap, unit: 'second', width: 32, signed: true, held: 'instant', epoch: '1970' },
    source: 'https://en.wikipedia.org/wiki/Year_2038_problem',
  },
  /** Unsigned seconds since 1900, 2036-02-07. */
  NTP_ERA: {
    fault: { ...wrap, unit: 'second', width: 32, signed: false, held: 'instant', epoch: '1900' },
    source: 'https://doc.ntp.org/reflib/y2k',
  },
  /** Ten bits of weeks since 1980-01-06: rolled over in 1999 and in 2019. */
  GPS_WEEK: {
    fault: { ...wrap, unit: 'week', width: 10, signed: false, held: 'instant', epoch: '1980-01-06' },
    source: 'https://www.globalpos.com.au/blog/2019/3/25/gps-gnss-week-number-rollover',
  },
  /** Milliseconds since the start of the system: 49.7 days. */
  GET_TICK_COUNT: {
    fault: { ...wrap, ...term, unit: 'millisecond', width: 32, signed: false },
    source: 'https://learn.microsoft.com/en-us/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount',
  },
  /** The delay of a timer in JavaScript: 24.8 days. */
  SET_TIMEOUT: {
    fault: { ...wrap, ...term, unit: 'millisecond', width: 32, signed: true },
    source: 'https://www.catonmat.net/settimeout-setinterval',
  },
  /** Hundredths of a second in four bytes, as V$TIMER of Oracle and the TimeTicks of SNMP: 497 days. */
  HUNDREDTHS: {
    fault: { ...wrap, ...term, unit: 'centisecond', width: 32, signed: false },
    source: 'https://docs.oracle.com/cd/B28359_01/server.111/b28320/dynviews_3104.htm',
  },
  /** GracePeriodRemaining of Windows: unsigned minutes, which hold 150,000 days without loss. */
  WINDOWS_GRACE_MINUTES: {
    fault: { ...wrap, ...term, unit: 'minute', width: 32, signed: false },
    source:
      'https://learn.microsoft.com/en-us/previous-versions/windows/desktop/slwmiprov/softwarelicensingproduct-vista',
  },
  /** Two bytes of days since 1970, until 2149-06-06. */
  SIXTEEN_BIT_DAYS: {
    fault: { ...wrap, unit: 'day', width: 16, signed: false, held: 'instant', epoch: '1970' },
    source: 'https://clickhouse.com/docs/sql-reference/data-types/date',
  },
  /** Two bytes of days since 1900, until 2079-06-06. */
  SMALLDATETIME: {
    fault: { ...wrap, unit: 'day', width: 16, signed: false, held: 'instant', epoch: '1900' },
    source:
      'https://learn.microsoft.com/en-us/openspecs/sql_data_portability/ms-bcp/e59b6484-61b2-452e-a3d8-57d2238ef8a6',
  },
  /** Seven bits of years since 1980: the calendar of MS-DOS ends with 2107-12-31. */
  FAT_DATE: {
    fault: { ...clip, limit: '2107-12-31' },
    source: 'https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-filetimetodosdatetime',
  },
} as const satisfies { readonly [id: string]: FamousFault }

export type FamousFaultId = keyof typeof famousFaults
