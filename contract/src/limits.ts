/**
 * The limits of the API that a form must know, too. Plain numbers: this file is the only part of the contract that the
 * browser imports at run time. Lengths are in Unicode code points, as JSON Schema counts, times in the unit their name
 * says.
 */
export const limits = {
  /** `typed` is what is taken before blanks are trimmed and forms of letters composed. */
  username: { min: 1, max: 40, typed: 100 },
  displayName: { max: 80 },
  /** NIST SP 800-63B-4, 3.1.1.2: 15 characters where the password is the only factor; of its NFC form. */
  password: { min: 15, max: 128, typed: 512 },
  /** How long a one-time password or an invitation can be used, in days. */
  oneTimePasswordDays: 7,
  invitationDays: 7,
  /**
   * Invitations to lists: how long one waits for its answer; for how long nobody is asked again who declined or left
   * (both in days); how many one person can have unanswered, and how many of those from the same person.
   */
  listInvitations: { days: 30, pauseDays: 30, unanswered: 50, unansweredFromOne: 10 },
  /** Links with which one person can join a list: how long one can be used, in days, and how many a list can have. */
  listLinks: { days: 7, max: 20 },
  title: { max: 500 },
  notes: { max: 20_000 },
  label: { max: 50 },
  labels: { max: 20 },
  listName: { max: 100 },
  position: { max: 200 },
  repeat: { max: 500 },
  search: { max: 200 },
  /** Levels of todos below a todo, and todos below one that is below none; those in the trash count. */
  subtasks: { levels: 5, below: 500 },
  /**
   * The bytes at which a page of todos or of a pull ends, whatever its limit, roughly; pulls that are put together at
   * once; and after how many seconds without progress an answer that is not read is cut off.
   */
  answer: { bytes: 1024 * 1024, pullsAtOnce: 4, unreadSeconds: 30 },
  /** Todos in one page of `GET /api/todos`. */
  page: { max: 500, default: 100 },
  /** Entries in one page of `GET /api/audit`. */
  auditPage: { max: 500, default: 50 },
  /** Operations in one batch. */
  batch: { max: 500 },
  /** Syncing: the version of the protocol we speak and the oldest we take; operations and bytes in one push;
   * cursors and rows in a pull. */
  sync: {
    schema: 2,
    oldestSchema: 1,
    operations: 100,
    bytes: 256 * 1024,
    cursors: 1_000,
    page: { max: 5_000, default: 2_000 },
  },
  /** How long tombstones and verdicts are kept for devices that were away, in days. */
  syncDays: 90,
  /** How long the verdict on a refused operation is kept, in days. */
  refusedVerdictDays: 7,
  /** Overwritten texts of one todo, and how long they are kept, in days. */
  history: { max: 50, days: 30 },
  /** How much of a `User-Agent` header is looked at, in characters. */
  userAgent: { max: 300 },
  /** The largest request body, in bytes. Operations take as much of it as their fields can come to. */
  body: { max: 512 * 1024 },
  /** The largest body where nobody has to be signed in, and where none is expected, in bytes. */
  smallBody: { max: 4 * 1024 },
  /**
   * How deep the JSON of a body may nest, and how many values may be in it; fewer where the operation has fewer fields.
   */
  json: { depth: 20, values: 20_000 },
  /** How many of the mistakes in one input are described. */
  inputErrors: { max: 30 },
  /** How long a deleted thing stays in the trash, in days. */
  trashDays: 30,
  /** How long the audit log remembers, in days. */
  auditDays: 365,
  /** What one person may have and do, unless the settings of the server (`TALLY_QUOTA_…`) say otherwise. */
  quota: {
    /** Lists of which they are the owner, those in the trash and the Inbox, too. */
    lists: 500,
    /** Todos in one list, those in its trash, too. */
    todosInList: 10_000,
    /** Todos in all lists of which they are the owner. */
    todos: 50_000,
    /** Titles, notes, labels, earlier texts and names of those lists, in bytes of UTF-8: 200 MB. */
    textBytes: 200_000_000,
    /** Changes at once; a refused one counts twice, a batch as many as it makes. */
    operations: 12_000,
    /** Changes that come back in a second, once those are used up. */
    operationsPerSecond: 100,
    /** Open streams of events. One more ends the oldest. */
    streams: 20,
    /** Requests that are worked on at the same time. Those beyond wait for a moment. */
    requests: 8,
    /** People who are asked into lists, in an hour. */
    invitations: 60,
    /** Lists that are added, in an hour. */
    newLists: 120,
    /** Accounts made from one address where sign-up is open, in an hour. */
    signUps: 5,
  },
  /**
   * Requests of one person that wait for their turn, and for how long, in seconds. A refusal keeps its place for so
   * many milliseconds.
   */
  requestQueue: { max: 32, seconds: 3, refusalMs: 1000 },
  /**
   * When the event loop was late by more than `ms` for `forMs`, both in milliseconds, new work is refused, and is to
   * come again after so many seconds.
   */
  lateness: { ms: 100, forMs: 1000, retryAfterSeconds: 2 },
  /** From which share of a quota on a person is told that it is nearly used up. */
  quotaWarning: 0.8,
} as const

/** What one person may have and do, see `limits.quota`. */
export type Quota = { readonly [Name in keyof typeof limits.quota]: number }
