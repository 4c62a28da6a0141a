import type { Config } from './config.ts'
import type { Clock } from './http/clock.ts'
import { LEEWAY_SECONDS } from './sessions/access-token-verifier.ts'
import { SigningKeyFile } from './sessions/signing-key-file.ts'

/** The file of signing keys that the settings name. */
export function keyFileOf(config: Pick<Config, 'signingKeys' | 'jwtAlg' | 'accessTtlSeconds'>, clock: Clock) {
  return new SigningKeyFile({
    path: config.signingKeys,
    alg: config.jwtAlg,
    lifeSeconds: config.accessTtlSeconds + LEEWAY_SECONDS,
    clock,
  })
}
