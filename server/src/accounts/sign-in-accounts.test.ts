import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { everyServer, PASSWORD, type TestServer } from '../../test/test-server.ts'
import { changeUser } from './account-service.ts'
import { SignInAccounts } from './sign-in-accounts.ts'

/** Signs Eve in, with something that happens after her password was found right and before her session starts. */
async function signInWhile({ tally }: TestServer, something: () => Promise<unknown>) {
  const credentials = { username: 'eve', password: PASSWORD }
  const { admit } = await new SignInAccounts({ ...tally.accounts, host: 'localhost' }).checkPassword(credentials, () =>
    Promise.resolve(),
  )
  assert.ok(admit)
  await something()
  return tally.accounts.sessions.start(admit, { remember: true, caller: { address: '127.0.0.1', device: 'Test' } })
}

everyServer('nobody is signed in who is disabled at that moment', async (_t, server) => {
  const eve = await server.as('eve')
  const { body: me } = await eve.call(contract.getMe)
  assert.ok(await signInWhile(server, () => Promise.resolve()))
  const disable = () => changeUser(server.tally.accounts, me.id, { disabled: true }, { actorId: null, caller: null })
  assert.equal(await signInWhile(server, disable), undefined)
})

everyServer('nobody is signed in with a password that is changed at that moment', async (_t, server) => {
  const eve = await server.as('eve')
  const body = { currentPassword: PASSWORD, newPassword: 'another horse, another battery' }
  assert.equal(await signInWhile(server, () => eve.call(contract.changePassword, { body })), undefined)
})
