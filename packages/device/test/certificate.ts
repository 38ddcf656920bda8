// A TLS certificate for 127.0.0.1, written by hand in DER: so that its dates are free and no tool is needed. RFC 5280, RFC 8410
import { signBytes, spkiOfRaw, type PrivateKey } from '@holdfast/lease'

/** PEM of a self-signed certificate, valid between two moments written as `20200101000000Z`. */
export function makeCertificate(key: PrivateKey, from: string, until: string): string {
  const algorithm = Buffer.from('300506032b6570', 'hex')
  const name = der(
    0x30,
    der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), text(0x0c, 'Example Systems'))),
  )
  const validity = der(0x30, text(0x18, from), text(0x18, until))
  const address = der(0x30, der(0x87, Buffer.from([127, 0, 0, 1])))
  const alternative = der(0x30, Buffer.from('0603551d11', 'hex'), der(0x04, address))
  const authority = der(
    0x30,
    Buffer.from('0603551d13', 'hex'),
    der(0x04, der(0x30, Buffer.from('0101ff', 'hex'))),
  )
  const body = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    name,
    validity,
    name,
    Buffer.from(spkiOfRaw(key.publicRaw)),
    der(0xa3, der(0x30, alternative, authority)),
  )
  const signed = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), Buffer.from(signBytes(key, body))))
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function text(tag: number, value: string): Buffer {
  return der(tag, Buffer.from(value))
}
