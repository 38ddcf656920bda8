export { captureBytesMax } from './limits.ts'
