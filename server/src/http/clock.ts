/** Tells the time in milliseconds since 1970, UTC. Passed in wherever time matters, so that a test can move it. */
export type Clock = () => number
