/** PostgreSQL refuses a payload of 8000 bytes. */
const MAX_BYTES = 7999

/** What goes over the wire: a JSON array of the topic and its news; several where one would be too long. */
export function toPayloads(topic: string, news: readonly string[]): string[] {
  const opening = `[${JSON.stringify(topic)}`
  const payloads: string[] = []
  let payload = opening
  for (const entry of news.map((text) => `,${JSON.stringify(text)}`)) {
    if (payload !== opening && Buffer.byteLength(`${payload}${entry}]`) > MAX_BYTES) {
      payloads.push(`${payload}]`)
      payload = opening
    }
    payload += entry
  }
  if (payload !== opening) payloads.push(`${payload}]`)
  return payloads
}

/** Throws for what `toPayloads` has not made. */
export function readPayload(payload: string): { topic: string; news: string[] } {
  const texts: unknown = JSON.parse(payload)
  if (!isTexts(texts)) throw new Error('A notification is not an array of texts')
  const [topic = '', ...news] = texts
  return { topic, news }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
