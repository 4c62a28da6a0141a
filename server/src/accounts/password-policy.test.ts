import assert from 'node:assert/strict'
import test from 'node:test'
import { dictionary } from '@zxcvbn-ts/language-common'
import { Problem } from '../http/problem.ts'
import { requireGoodPassword } from './password-policy.ts'

const GRACE = { username: 'grace', displayName: 'Grace Hopper', host: 'todo.example.org' }

/** What is said of a password that is refused; undefined when it is taken. */
async function refusal(password: string): Promise<string | undefined> {
  try {
    await requireGoodPassword(password, GRACE, '/body/password')
    return undefined
  } catch (error) {
    assert.ok(error instanceof Problem)
    return error.options.errors?.[0]?.message
  }
}

const bad: [password: string, why: RegExp][] = [
  ['fourteen chars', /at least 15 characters/],
  ['é'.normalize('NFD').repeat(8), /at least 15 characters/],
  ['🐎'.repeat(129), /at most 128 characters/],
  [' '.repeat(15), /only spaces/],
  ['\u00a0\u3000 '.repeat(6), /only spaces/],
  ['aaaaaaaaaaaaaaa', /different characters/],
  ['abababababababab', /different characters/],
  ['xK3$v xK3$v xK3$v', /the same few characters/],
  ['wombat1wombat2wombat3', /common|the same few characters/],
  ['abcdefghijklmnop', /sequence/],
  ['ponmlkjihgfedcba', /sequence/],
  ['qwertyuiopasdfg', /sequence/],
  ['QWERTZUIOPASDFGH', /sequence/],
  ['azertyuiopqsdfgh', /sequence/],
  ['lkjhgfdsapoiuytrewq', /sequence/],
  ['1q2w3e4r5t6y7u8i9o', /sequence/],
  ['qwerty 123456 asdfgh', /sequence/],
  ['9876543210987654', /sequence/],
  ['1234567890123456', /sequence|common/],
  ['grace under pressure now', /contain the username/],
  ['my ecarg is upside down', /contain the username/],
  ['ＧＲＡＣＥ under pressure', /contain the username/],
  ['a hopper of grain 77', /contain the name/],
  ['tally-todo-2026!', /name of this site/],
  ['todo.example.org', /name of this site/],
  ['thisisapassword', /common/],
  ['youaremysunshine', /common/],
  ['sunshine-princess', /common/],
  ['P@ssw0rd!Sunshine', /common/],
  ['monkeydragonmaster', /common/],
  ['tallypassword123', /common/],
  ['password password', /common/],
]
for (const [password, why] of bad) {
  test(`${JSON.stringify(password)} is refused`, async () => assert.match((await refusal(password)) ?? '', why))
}

const good = ['correct horse battery staple', 'gravity ribbon pond', 'xK3$vB9!qZw7#Lm2', 'вчера шёл сильный дождь']
for (const password of [
  ...good,
  'totally awesome potatoes',
  'é'.normalize('NFD') + 'lan vital à gogo',
  '🐎🔋📎🦆🌵🧲🪁🧊🛶🎻🥝🧅🪵🧦🪣',
]) {
  test(`${password} is taken`, async () => assert.equal(await refusal(password), undefined))
}

test('128 characters are taken however a keyboard sends them, one more is not', async () => {
  const letters = Array.from({ length: 128 }, (_, n) => 'àéîõüñ'[(n * n + (n >> 2)) % 6] ?? 'à').join('')
  assert.equal(await refusal(letters.normalize('NFD')), undefined)
  assert.match((await refusal(`${letters}à`)) ?? '', /at most 128/)
})

test('thousands of passwords that join or repeat the commonest ones are refused', async () => {
  const commonest = dictionary['passwords-common'].slice(0, 250)
  const joined = new Set(commonest.flatMap((one) => commonest.map((other) => one + other)))
  for (const one of commonest) joined.add(one.repeat(5)).add(`${one}!${one}?${one}.${one}`)
  const long = [...joined].filter((password) => password.length >= 15)
  assert.ok(long.length >= 3000, String(long.length))
  const taken: string[] = []
  for (const password of long) if ((await refusal(password)) === undefined) taken.push(password)
  assert.deepEqual(taken, [])
})

test('no password costs many times what a plain one does', async () => {
  const worst = ['⁗', 'ﷺ', 'iamisinitso', 'passwordmonkey', 'love', 'a'].map((unit) => unit.repeat(128).slice(0, 128))
  const cost = async (password: string) => {
    const times: number[] = []
    for (let n = 0; n < 40; n += 1) {
      const begin = performance.now()
      await refusal(password)
      times.push(performance.now() - begin)
    }
    return Math.min(...times)
  }
  const plain = await cost('correct horse battery staple')
  for (const password of worst) assert.ok((await cost(password)) < 10 * plain, password)
})
