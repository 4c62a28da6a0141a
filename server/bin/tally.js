#!/usr/bin/env node
// JavaScript, not TypeScript: so that Node.js can take the product's own files from its compile cache, without loading
// the part of itself that strips types, which costs 30 MB.
import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

enableCompileCache()

// Loading modules makes much short-lived garbage. Without room to grow for it, an idle Tally is 10 MB smaller;
// afterwards the young generation grows with the load, as always.
setFlagsFromString('--semi-space-growth-factor=1')
await import('../src/main.ts')
setFlagsFromString('--semi-space-growth-factor=2')
