/** A body that is JSON already, so that it is not made again. */
export class JsonText {
  static readonly contentType = 'application/json; charset=utf-8'
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
