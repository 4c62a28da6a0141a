import type { AccountDeps } from '../accounts/account-service.ts'
import type { SecretFile } from '../sessions/secret-file.ts'
import type { SigningKeyService } from '../sessions/signing-key-service.ts'

/** What commands work on: parts of the server that runs, or the same made for one command where none does. */
export type CommandGround = {
  readonly keys: SigningKeyService
  readonly secretFile: SecretFile
  /** What accounts work with. It is asked for where it is needed, since it may have to open the database first. */
  readonly accounts: () => Promise<AccountDeps>
}

/**
 * The commands of one family, such as `keys list`: takes the words after the name of the family, gives back the text to
 * print. Throws StartError, one plain line, for words it does not know and for whatever cannot be done.
 */
export type CommandFamily = (args: readonly string[], deps: CommandGround) => Promise<string>
