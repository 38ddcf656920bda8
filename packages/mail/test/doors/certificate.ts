// A certificate of a moment ago for 127.0.0.1 and mx.example, made by openssl.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Certificate = { readonly key: string; readonly certificate: string }

export function whyNoOpenssl(): string {
  return spawnSync('openssl', ['version']).status === 0 ? '' : ' (skipped: apt-get install openssl)'
}

export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-certificate-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const names = 'subjectAltName=IP:127.0.0.1,DNS:mx.example'
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=mx.example', '-addext', names, '-keyout', key, '-out', certificate],
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  const read = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') }
  rmSync(folder, { recursive: true })
  return read
}
