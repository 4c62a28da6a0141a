import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { asked, type Asked } from './asked'

describe('asked', () => {
  const params = signal<string | undefined>(undefined)
  let answers: PromiseWithResolvers<string>[] = []
  let wanted: string[] = []
  let list: Asked<string>
  const seen = () => [list.value(), list.isLoading(), list.hasFailed()]

  beforeEach(() => {
    params.set(undefined)
    answers = []
    wanted = []
    list = TestBed.runInInjectionContext(() =>
      asked(params, (what) => {
        wanted.push(what)
        const answer = Promise.withResolvers<string>()
        answers.push(answer)
        return answer.promise
      }),
    )
  })

  /** Lets what was asked for be asked, and what was answered arrive. */
  async function pass(): Promise<void> {
    TestBed.tick()
    await Promise.resolve()
    await Promise.resolve()
  }

  it('asks for nothing until it knows for what, and says at once that it does', async () => {
    await pass()
    expect([wanted, seen()]).toEqual([[], [undefined, false, false]])
    params.set('one')
    expect(seen()).toEqual([undefined, true, false])
    await pass()
    answers[0]?.resolve('1')
    await pass()
    expect([wanted, seen()]).toEqual([['one'], ['1', false, false]])
  })

  it('keeps the answer while it asks anew, and drops it for another question', async () => {
    params.set('one')
    await pass()
    answers[0]?.resolve('1')
    await pass()
    list.reload()
    await pass()
    expect(seen()).toEqual(['1', true, false])
    answers[1]?.resolve('1, newer')
    await pass()
    expect(seen()).toEqual(['1, newer', false, false])
    params.set('two')
    expect(seen()).toEqual([undefined, true, false])
  })

  it('does not take a late answer for that to a later question', async () => {
    params.set('one')
    await pass()
    params.set('two')
    await pass()
    answers[1]?.resolve('2')
    await pass()
    answers[0]?.resolve('1')
    await pass()
    expect(seen()).toEqual(['2', false, false])
  })

  it('holds what was put in its place against an answer that was on its way', async () => {
    params.set('one')
    await pass()
    list.set('mine')
    answers[0]?.resolve('1')
    await pass()
    expect(seen()).toEqual(['mine', false, false])
  })

  it('says that it failed, and why, until it is asked anew', async () => {
    params.set('one')
    await pass()
    const reason = new Error('away')
    answers[0]?.reject(reason)
    await pass()
    expect([seen(), list.error()]).toEqual([[undefined, false, true], reason])
    list.reload()
    expect(seen()).toEqual([undefined, true, false])
  })
})
