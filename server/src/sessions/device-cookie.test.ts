import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import test from 'node:test'
import { newId } from '../http/id.ts'
import { DeviceCookie } from './device-cookie.ts'

const key = randomBytes(32)
const tagOf = (name: string) => createHmac('sha256', key).update(name).digest('base64url')
const [ada, eve] = [tagOf('ada'), tagOf('eve')]
const device = newId()

test('on https and on http it is for this host, no script, no other site, and 400 days', () => {
  const attributes = (secure: boolean) => new DeviceCookie(key, secure).write(undefined, ada, device).split('; ')
  const always = ['Max-Age=34560000', 'Path=/', 'HttpOnly', 'SameSite=Strict']
  const [pair, ...rest] = attributes(true)
  assert.match(pair ?? '', /^__Host-Http-tally_device=d1\./)
  assert.deepEqual(new Set(rest), new Set([...always, 'Secure']))
  const [plainPair, ...plainRest] = attributes(false)
  assert.match(plainPair ?? '', /^tally_device=d1\./)
  assert.deepEqual(new Set(plainRest), new Set(always))
})

test('a device is known to the name it was written for, and to no other', () => {
  const cookie = new DeviceCookie(key, false)
  const [header] = cookie.write(undefined, ada, device).split(';')
  assert.equal(cookie.read(header, ada), device)
  assert.equal(cookie.read(header, eve), undefined)
})

test('a device that people share is known to each of them, and to no more than five', () => {
  const cookie = new DeviceCookie(key, false)
  const people = ['ada', 'eve', 'bob', 'cleo', 'dora', 'finn'].map((name) => ({ tag: tagOf(name), device: newId() }))
  let header: string | undefined
  for (const one of people) [header] = cookie.write(header, one.tag, one.device).split(';')
  const [first, ...others] = people
  assert.deepEqual(
    others.map(({ tag }) => cookie.read(header, tag)),
    others.map(({ device: known }) => known),
  )
  assert.equal(cookie.read(header, first?.tag ?? ''), undefined)
  const [again] = cookie.write(header, others[0]?.tag ?? '', device).split(';')
  assert.equal(cookie.read(again, others[0]?.tag ?? ''), device)
  assert.equal(cookie.read(again, others[4]?.tag ?? ''), others[4]?.device)
})

test('beside one that is forged, a device is known as before', () => {
  const cookie = new DeviceCookie(key, false)
  const [, good = ''] = cookie.write(undefined, ada, device).split(';', 1).join('').split('=')
  const forged = good.replace(ada, eve)
  for (const value of [`${forged}~${good}`, `${good}~${forged}`]) {
    assert.equal(cookie.read(`tally_device=${value}`, ada), device)
    assert.equal(cookie.read(`tally_device=${value}`, eve), undefined)
  }
})

test('a cookie that was changed in any part, or written with another key, is none', () => {
  const cookie = new DeviceCookie(key, false)
  const [, tag = '', id = '', mac = ''] = cookie.write(undefined, ada, device).split(';', 1).join('').split('.')
  const forgeries = [
    `d1.${eve}.${id}.${mac}`,
    `d1.${tag}.${newId()}.${mac}`,
    `d1.${tag}.${id}.${'A'.repeat(43)}`,
    `d2.${tag}.${id}.${mac}`,
    `d1.${tag}.${id}.${mac}=`,
    `d1.${tag}.${id}`,
    '',
  ]
  for (const value of forgeries) {
    for (const tagAsked of [ada, eve]) assert.equal(cookie.read(`tally_device=${value}`, tagAsked), undefined, value)
  }
  const [foreign] = new DeviceCookie(randomBytes(32), false).write(undefined, ada, device).split(';')
  assert.equal(cookie.read(foreign, ada), undefined)
  assert.equal(cookie.read(undefined, ada), undefined)
})
