/** Tally cannot start. The message is one plain line for whoever runs it; there is no stack worth showing. */
export class StartError extends Error {
  override readonly name = 'StartError'

  constructor(message: string, options?: ErrorOptions) {
    super(message.replaceAll(/\s+/g, ' '), options)
  }
}
