/** Loaded before the server: SQLite does not sync its log with every commit, as it must. */
import { DatabaseSync } from 'node:sqlite'

const exec: (this: DatabaseSync, sql: string) => void = Reflect.get(DatabaseSync.prototype, 'exec')

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql.replace('synchronous = full', 'synchronous = normal'))
}
