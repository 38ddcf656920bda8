import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** Delivers `mails` to one address over one connection; rejects with the first that was not taken. */
export async function deliverByLmtp(port: number, to: string, mails: readonly Uint8Array[]): Promise<void> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true, name: 'test.example' })
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  try {
    for (const raw of mails)
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await new Promise<void>((resolve, reject) => {
        connection.send({ from: 'lmtp@test.example', to: [to] }, Buffer.from(raw), (error, info) =>
          error || (info?.rejected.length ?? 0) > 0 ? reject(error ?? new Error('refused')) : resolve(),
        )
      })
  } finally {
    connection.quit()
  }
}
