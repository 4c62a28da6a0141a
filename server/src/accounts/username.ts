/**
 * The form in which usernames are compared: the compatibility form of Unicode (NFKC), in lower case. So "Jemma" signs in
 * as "jemma", and nobody can take the same name in wide letters.
 */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase()
}
