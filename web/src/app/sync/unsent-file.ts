import type { Engine } from './engine/engine.ts'

/** Downloads changes that only this device has, as JSON that people can read. */
export function saveUnsent({ waiting, refused }: Engine['unsent']): void {
  const changes = [...waiting, ...refused].map((entry) => ({
    madeAt: new Date(entry.at).toISOString(),
    about: entry.about,
    ...('code' in entry ? { refused: entry.code } : {}),
    change: entry.operation,
  }))
  const file = new Blob([JSON.stringify(changes, undefined, 2)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = 'tally-unsaved-changes.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
