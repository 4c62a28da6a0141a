import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../server/test/until.ts'
import { PATIENCE_MS, type Device } from './device.ts'
import type { Figures } from './figures.ts'
import type { Ledger } from './ledger.ts'
import type { PlannedFault } from './plan.ts'
import type { Site } from './site.ts'

const STORAGE_FULL = 507

/** Makes the faults of a plan, one after the other, each when its time has come. */
export class FaultMaker {
  readonly #site: Site
  readonly #devices: readonly Device[]
  readonly #ledger: Ledger
  readonly #figures: Figures
  readonly #forget: (device: string) => Promise<void>

  constructor(
    site: Site,
    devices: readonly Device[],
    ledger: Ledger,
    figures: Figures,
    forget: (device: string) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#site = site
    this.#devices = devices
    this.#ledger = ledger
    this.#figures = figures
    this.#forget = forget
  }

  async makeAll(faults: readonly PlannedFault[]): Promise<void> {
    for (const fault of faults) {
      await this.#progress(fault.after)
      await sleep(fault.delayMs)
      await this.#make(fault)
    }
  }

  #make(fault: PlannedFault): Promise<void> {
    switch (fault.kind) {
      case 'server-kill':
        return this.#killServer(fault)
      case 'server-clock':
        return this.#moveServerClock(fault)
      case 'database-restart':
        return this.#restartDatabase()
      case 'disk-full':
        return this.#fillDisk()
      case 'device-crash':
        return this.#crashDevice(fault)
      case 'device-clock':
        return this.#moveDeviceClock(fault)
    }
  }

  async #killServer({ whom }: PlannedFault): Promise<void> {
    const server = oneOf(this.#site.servers, whom)
    if (this.#devices.some(({ pushing }) => pushing > 0)) this.#figures.killsUnderLoad += 1
    this.#figures.kills += 1
    await server.kill()
    this.#figures.timesToReady.push(await server.start())
    this.#wakeAll()
  }

  async #moveServerClock({ whom, jumpMs }: PlannedFault): Promise<void> {
    this.#figures.clockJumps += 1
    await oneOf(this.#site.servers, whom).moveClock(jumpMs)
  }

  async #restartDatabase(): Promise<void> {
    if (!this.#site.restartDatabase) return
    this.#figures.databaseRestarts += 1
    await this.#site.restartDatabase()
    this.#wakeAll()
  }

  /** Until pushes are refused for it. Reads go on; and with room again everything does, by itself. */
  async #fillDisk(): Promise<void> {
    const { disk } = this.#site
    if (!disk) return
    this.#figures.fullDisks += 1
    const before = this.#figures.countOf(STORAGE_FULL)
    disk.fill()
    try {
      await this.#wakingUntil('a push is refused for want of room', () => this.#figures.countOf(STORAGE_FULL) > before)
      const reads = this.#figures.pulls
      await this.#wakingUntil('a pull is answered on a full disk', () => this.#figures.pulls > reads)
    } finally {
      disk.free()
    }
    const { acknowledged } = this.#ledger
    await this.#progress(acknowledged + 1)
  }

  async #crashDevice({ whom }: PlannedFault): Promise<void> {
    this.#figures.deviceCrashes += 1
    const device = oneOf(this.#devices, whom)
    await this.#wakingUntil(`something waits on ${device.name}`, () => device.engine.unsent.waiting.length > 0)
    await device.crash(oneOf(this.#site.servers, (whom * 7) % 1), () => this.#forget(device.name))
  }

  async #moveDeviceClock({ whom, jumpMs }: PlannedFault): Promise<void> {
    this.#figures.clockJumps += 1
    oneOf(this.#devices, whom).clockAhead += jumpMs
  }

  /** Waits until so many operations are acknowledged. */
  #progress(count: number): Promise<void> {
    return this.#wakingUntil(`${count} operations are acknowledged`, () => this.#ledger.acknowledged >= count)
  }

  /** Devices that wait longer and longer between attempts are woken from time to time, as by somebody who looks. */
  async #wakingUntil(what: string, isSo: () => boolean): Promise<void> {
    let asked = 0
    await until(what, PATIENCE_MS, () => {
      asked += 1
      if (asked % 100 === 0) this.#wakeAll()
      return isSo()
    })
  }

  #wakeAll(): void {
    for (const device of this.#devices) device.wake()
  }
}

/** The thing that a number from 0 up to 1 chooses. */
function oneOf<Thing>(things: readonly Thing[], whom: number): Thing {
  const thing = things[Math.floor(whom * things.length)]
  if (thing === undefined) throw new Error('Nothing to choose from')
  return thing
}
