import { OptimisticRows } from './optimistic-rows'

type Row = { id: string; title: string; ver: number }
const offline = new Error('offline')
const milk: Row = { id: '1', title: 'Milk', ver: 1 }
const all = () => true

function makeRows(): OptimisticRows<Row> {
  return new OptimisticRows<Row>({
    isSame: (old, fresh) => old.ver === fresh.ver,
    isTransient: (reason) => reason === offline,
  })
}

async function rowsWithMilk(): Promise<OptimisticRows<Row>> {
  const rows = makeRows()
  await rows.load(() => Promise.resolve([milk]), all)
  return rows
}

function title(rows: OptimisticRows<Row>): string | undefined {
  return rows.rows().get('1')?.title
}

/** A call that answers when told to. */
function heldCall<T>(): {
  send: () => Promise<T>
  answer: (value: T) => void
  refuse: (reason: unknown) => void
  calls: number
} {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const held = { calls: 0, answer: resolve, refuse: reject, send: () => (held.calls++, promise) }
  return held
}

describe('OptimisticRows', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('shows a change before the server knows it, and then what the server says', async () => {
    const rows = await rowsWithMilk()
    const call = heldCall<Row | undefined>()
    const outcome = rows.submit({ id: '1', fields: { title: 'Oat milk' } }, call.send)
    expect(title(rows)).toBe('Oat milk')
    expect(rows.unsaved()).toBe(1)
    call.answer({ id: '1', title: 'Oat milk!', ver: 2 })
    expect(await outcome).toEqual({ saved: true })
    expect(title(rows)).toBe('Oat milk!')
    expect(rows.unsaved()).toBe(0)
  })

  it('takes a refused change back and says why', async () => {
    const rows = await rowsWithMilk()
    const reason = new Error('list-read-only')
    const outcome = await rows.submit({ id: '1', fields: { title: 'Oat milk' } }, () => Promise.reject(reason))
    expect(outcome).toEqual({ saved: false, reason })
    expect(title(rows)).toBe('Milk')
  })

  it('keeps a change on screen while the server cannot be reached, and sends it again', async () => {
    const rows = await rowsWithMilk()
    let failures = 2
    const send = () => (failures-- > 0 ? Promise.reject(offline) : Promise.resolve(undefined))
    const outcome = rows.submit({ id: '1', fields: { title: 'Oat milk' } }, send)
    await vi.advanceTimersByTimeAsync(900)
    expect(failures).toBe(1)
    expect(title(rows)).toBe('Oat milk')
    await vi.advanceTimersByTimeAsync(200)
    expect(failures).toBe(0)
    window.dispatchEvent(new Event('online'))
    expect(await outcome).toEqual({ saved: true })
    expect(title(rows)).toBe('Oat milk')
  })

  it('sends changes of one row in their order', async () => {
    const rows = await rowsWithMilk()
    const [first, second] = [heldCall<undefined>(), heldCall<undefined>()]
    void rows.submit({ id: '1', fields: { title: 'A' } }, first.send)
    const outcome = rows.submit({ id: '1', fields: { title: 'B' } }, second.send)
    await vi.advanceTimersByTimeAsync(0)
    expect([first.calls, second.calls]).toEqual([1, 0])
    first.refuse(new Error('no'))
    await vi.advanceTimersByTimeAsync(0)
    expect(second.calls).toBe(1)
    expect(title(rows)).toBe('B')
    second.answer(undefined)
    await outcome
    expect(title(rows)).toBe('B')
  })

  it('does not lose a change that was confirmed while older rows were being read', async () => {
    const rows = await rowsWithMilk()
    const read = heldCall<Row[]>()
    const loaded = rows.load(read.send, all)
    await rows.submit({ id: '1', fields: { title: 'Oat milk' } }, () =>
      Promise.resolve({ ...milk, title: 'Oat milk', ver: 2 }),
    )
    await rows.submit({ id: '2', row: { id: '2', title: 'Bread', ver: 3 } }, () => Promise.resolve(undefined))
    read.answer([milk])
    await loaded
    expect([...rows.rows().values()].map((row) => row.title)).toEqual(['Oat milk', 'Bread'])
  })

  it('drops what the server no longer has, but only within what was read', async () => {
    const rows = makeRows()
    const bread: Row = { id: '2', title: 'Bread', ver: 1 }
    await rows.load(() => Promise.resolve([milk, bread]), all)
    await rows.load(
      () => Promise.resolve([]),
      (row) => row.id === '1',
    )
    expect([...rows.rows().keys()]).toEqual(['2'])
  })

  it('keeps the identity of rows that are read again unchanged', async () => {
    const rows = await rowsWithMilk()
    await rows.load(() => Promise.resolve([{ ...milk }]), all)
    expect(rows.rows().get('1')).toBe(milk)
  })

  it('forgets everything at sign-out, even answers that are still on their way', async () => {
    const rows = await rowsWithMilk()
    const [read, call] = [heldCall<Row[]>(), heldCall<Row | undefined>()]
    const loaded = rows.load(read.send, all)
    const outcome = rows.submit({ id: '1', fields: { title: 'Oat milk' } }, call.send)
    const waiting = rows.submit({ id: '2', row: { ...milk, id: '2' } }, () => Promise.reject(offline))
    await vi.advanceTimersByTimeAsync(0)
    rows.clear()
    read.answer([milk])
    call.answer(milk)
    await Promise.all([loaded, outcome, waiting])
    expect(rows.rows().size).toBe(0)
    expect(rows.unsaved()).toBe(0)
  })
})
