// One thread of the signature bound: does the operations of so many activations, whenever it is told a number.
import { parentPort, workerData } from 'node:worker_threads'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { privateKeyOfSeed, publicKeyOfRaw, signBytes, verifyBytes } from '@holdfast/lease'

const { payloadBytes } = workerData as { readonly payloadBytes: number }
const entropy = new SeededEntropy('signature bound')
const key = privateKeyOfSeed(entropy.bytes(32))
const publicKey = publicKeyOfRaw(key.publicRaw)!
const bytes = entropy.bytes(payloadBytes)
const signature = signBytes(key, bytes)

parentPort!.on('message', (count: number) => {
  for (let index = 0; index < count; index++) {
    verifyBytes(publicKey, bytes, signature)
    verifyBytes(publicKey, bytes, signature)
    signBytes(key, bytes)
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin to name
  parentPort!.postMessage('done')
})
