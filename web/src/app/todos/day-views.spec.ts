import { finishedOn, todayGroups, upcomingGroups } from './day-views'
import { makeTodo } from './add-todo/make-todo'
import type { TodoGroup } from './todo-views'

const today = '2026-11-24'
const plain = { leaving: new Set<string>(), showCompleted: false }

/** The groups as "key: title title". */
function read(groups: readonly TodoGroup[]): string[] {
  return groups.map((group) => `${group.key}: ${group.todos.map((todo) => todo.title).join(' ')}`)
}

describe('todayGroups', () => {
  const due = [
    makeTodo({ title: 'evening', dueOn: today, dueTime: '18:00' }),
    makeTodo({ title: 'anytime', dueOn: today }),
    makeTodo({ title: 'morning', dueOn: today, dueTime: '08:00' }),
    makeTodo({ title: 'important', dueOn: today, priority: 3 }),
    makeTodo({ title: 'late', dueOn: '2026-11-23' }),
    makeTodo({ title: 'later', dueOn: '2026-11-25' }),
  ]

  it('begins with what is overdue, then goes by time and weight', () => {
    expect(read(todayGroups(due, today, plain))).toEqual(['overdue: late', 'today: morning evening important anytime'])
  })

  it('has what is due today on the clock of the person, wherever the time was set', () => {
    const inBerlin = makeTodo({ title: 'call', dueOn: '2026-11-23', dueTime: '23:30', timeZone: 'Europe/Berlin' })
    const groups = (zone: string) => read(todayGroups([inBerlin], today, plain, zone))
    expect(groups('Europe/Berlin')).toEqual(['overdue: call'])
    expect(groups('Asia/Tokyo')).toEqual(['today: call'])
    expect(read(upcomingGroups([inBerlin], '2026-11-23', plain, 'en-GB', 'Asia/Tokyo'))).toEqual(['2026-11-24: call'])
  })

  it('needs no heading when nothing is overdue', () => {
    expect(todayGroups(due.slice(0, 1), today, plain)[0]?.heading).toBeUndefined()
  })
})

describe('upcomingGroups', () => {
  it('goes day by day, from tomorrow on', () => {
    const due = ['2026-12-03', '2026-11-25', '2026-11-24', '2026-12-03'].map((dueOn, index) =>
      makeTodo({ id: `${index}`, title: dueOn.slice(8), dueOn, position: `a${index}` }),
    )
    const groups = upcomingGroups(due, today, plain, 'en-GB')
    expect(read(groups)).toEqual(['2026-11-25: 25', '2026-12-03: 03 03'])
    expect(groups.map((group) => group.heading)).toEqual(['Tomorrow', 'Thursday 3 December'])
  })
})

describe('finishedOn', () => {
  it('counts from midnight to midnight of the person', () => {
    const moments = [
      new Date(2026, 10, 23, 23, 59),
      new Date(2026, 10, 24, 0, 0),
      new Date(2026, 10, 24, 23, 59),
      new Date(2026, 10, 25),
    ]
    const done = moments.map((moment, index) =>
      makeTodo({ id: `${index}`, completed: true, completedAt: moment.getTime() }),
    )
    expect(finishedOn(done, today).map((todo) => todo.id)).toEqual(['2', '1'])
  })
})
