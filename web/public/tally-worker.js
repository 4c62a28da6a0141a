// The service worker: Angular's, which keeps the files of the app (../ngsw-config.json), and before it a rule that what
// the server answers is no business of a cache. Such a request goes to the network as if there were no worker.
const files = new URL(self.registration.scope).pathname
const answers = /^(?:api|healthz|readyz|metrics|\.well-known)(?:\/|$)/

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (answers.test(pathname.slice(files.length))) event.stopImmediatePropagation()
})

const script = 'ngsw-worker.js'
// Where the policy of the page asks for it, the address of a script must have gone through this.
const trusted = self.trustedTypes?.createPolicy('tally-worker', {
  createScriptURL: (address) => (address === script ? address : ''),
})
importScripts(trusted ? trusted.createScriptURL(script) : script)
