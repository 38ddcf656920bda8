import { runDeviceCommand } from './compose.ts'
import { systemSurroundings } from './surroundings.ts'

process.exitCode = await runDeviceCommand(process.argv.slice(2), systemSurroundings())
