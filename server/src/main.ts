import { readFileSync } from 'node:fs'
import { StartError } from './db/start-error.ts'

const USAGE = `tally <command>

  serve    serve the web app and the API (the default)
  demo     the same on a throw-away database with jemma, paul and sebastian
  migrate  bring the database up to date and stop
  keys     the keys that sign access tokens; nobody is signed out by any of these
             keys list            show them
             keys rotate [--now]  let a new one take over, in five minutes or now
             keys revoke <kid>    take one away at once, with its tokens
  secret   the root secret, from which all other keys come; a server takes it over when it starts
             secret list                      show its versions, and how many passwords are under each
             secret prepare                   add one that other servers can get to know first
             secret rotate                    use that one, or else a new one; nobody is signed out
             secret drop <version> [--force]  accept one no more
  users    the people who have an account
             users list                   show them
             users add <name> [--admin]   add somebody, with a one-time password
             users reset-password <name>  give somebody a one-time password; signs them out
             users disable <name>         sign somebody out and keep them out; users enable <name>
             users promote <name>         make somebody an admin; users demote <name>
  version  say which Tally this is

Settings are environment variables: docs/self-hosting.md lists them.
`

/** Loads a command only when it is the one asked for: the start should not wait for the others. */
async function run(command: string, args: readonly string[]): Promise<void> {
  switch (command) {
    case 'serve':
      return (await import('./serve.ts')).serve(process.env)
    case 'demo':
      return (await import('./demo.ts')).demo(process.env)
    case 'migrate':
      return (await import('./migrate.ts')).migrate(process.env)
    case 'keys':
    case 'secret':
    case 'users':
      return (await import('./command-line/run-command-line.ts')).runCommandLine([command, ...args], process.env)
    case 'help':
      process.stdout.write(USAGE)
      return
    case 'version':
      process.stdout.write(`tally ${versionOf()}\n`)
      return
    default:
      throw new StartError(`There is no command "${command}". Try: tally help`)
  }
}

// Whatever a command makes, also for a moment, is for its user only.
process.umask(0o077)

/** The version in `package.json`. */
function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

/** A command asked for help or its version says that, and does nothing: `tally serve --help` serves nobody. */
function commandOf([command = 'serve', ...args]: readonly string[]): [command: string, ...args: string[]] {
  const words = [command, ...args]
  if (words.includes('--help') || words.includes('-h')) return ['help']
  if (words.includes('--version')) return ['version']
  return [command, ...args]
}

try {
  const [command, ...args] = commandOf(process.argv.slice(2))
  if (args.length > 0 && ['serve', 'demo', 'migrate'].includes(command)) {
    throw new StartError(`tally ${command} takes no arguments, not even "${args.join(' ')}". Try: tally help`)
  }
  await run(command, args)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`tally: ${error.message}\n`)
  process.exitCode = 1
}
