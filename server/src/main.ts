import { StartError } from './db/start-error.ts'

const USAGE = `tally <command>

  serve    serve the web app and the API (the default)
  demo     the same on a throw-away database with jemma, paul and sebastian
  migrate  bring the database up to date and stop
  keys     the keys that sign access tokens; nobody is signed out by any of these
             keys list            show them
             keys rotate [--now]  let a new one take over, in five minutes or now
             keys revoke <kid>    take one away at once, with its tokens
  users    the people who have an account
             users list                   show them
             users add <name> [--admin]   add somebody, with a one-time password
             users reset-password <name>  give somebody a one-time password; signs them out
             users disable <name>         sign somebody out and keep them out; users enable <name>
             users promote <name>         make somebody an admin; users demote <name>
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
    case 'users':
      return (await import('./command-line/run-command-line.ts')).runCommandLine([command, ...args], process.env)
    case 'help':
    case '--help':
      process.stdout.write(USAGE)
      return
    default:
      throw new StartError(`There is no command "${command}". Try: tally help`)
  }
}

// Whatever a command makes, also for a moment, is for its user only.
process.umask(0o077)

try {
  const [command = 'serve', ...args] = process.argv.slice(2)
  await run(command, args)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`tally: ${error.message}\n`)
  process.exitCode = 1
}
