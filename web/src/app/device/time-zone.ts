/** The time zone of this device, as it was looked at last. */
let zone: string | undefined

/** Looks again which time zone this device is in (IANA), as somebody may travel with it. */
export function lookAtZone(): string {
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone
}

/** The time zone of this device (IANA). */
export function zoneHere(): string {
  return zone ?? lookAtZone()
}
