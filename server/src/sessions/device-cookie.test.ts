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
  const attributes = (secure: boolean) => new DeviceCookie(key, secure).write(ada, device).split('; ')
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
  const [header] = cookie.write(ada, device).split(';')
  assert.equal(cookie.read(header, ada), device)
  assert.equal(cookie.read(header, eve), undefined)
})

test('a cookie that was changed in any part, or written with another key, is none', () => {
  const cookie = new DeviceCookie(key, false)
  const [, tag = '', id = '', mac = ''] = cookie.write(ada, device).split(';', 1).join('').split('.')
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
  const [foreign] = new DeviceCookie(randomBytes(32), false).write(ada, device).split(';')
  assert.equal(cookie.read(foreign, ada), undefined)
  assert.equal(cookie.read(undefined, ada), undefined)
})
