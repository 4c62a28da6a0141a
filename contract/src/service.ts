import Type from 'typebox'
import { operation } from './operation.ts'

const Status = Type.Object({ status: Type.String() })

export const getHealth = operation({
  id: 'getHealth',
  method: 'GET',
  path: '/healthz',
  access: 'public',
  summary: 'The process is alive',
  success: 200,
  answers: { 200: Status },
})
export const getReadiness = operation({
  id: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  access: 'public',
  summary: 'The database answers',
  success: 200,
  answers: { 200: Status },
  problems: ['unavailable'],
})
export const getMetrics = operation({
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  access: 'public',
  summary: 'Figures for Prometheus; with the token of the settings, or the bearer token of an admin',
  success: 200,
  answers: { 200: Type.String() },
  problems: ['invalid-token', 'admins-only'],
})
