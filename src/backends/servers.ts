import type { Kind } from './backend.ts'
import { backends } from './catalogue.ts'

/** What can answer at a base URL: the kinds that a profile may name, and those that are only recognised. */
export type Server = Kind | 'portkey' | 'mock' | 'demo'

const others = {
  portkey: "Portkey's gateway",
  mock: 'aimock (a mock server)',
  demo: 'the demo of claude-switch',
} as const satisfies Record<Exclude<Server, Kind>, string>

/** The product's own spelling, for people. */
export function titleOf(server: Server): string {
  return Object.hasOwn(backends, server) ? backends[server as Kind].title : others[server as keyof typeof others]
}

/** The vendors' documented hosts of their APIs. */
const hosts: Readonly<Record<string, Server>> = {
  'api.anthropic.com': 'anthropic',
  'openrouter.ai': 'openrouter',
  'api.deepseek.com': 'deepseek',
  'api.moonshot.ai': 'kimi',
  'api.moonshot.cn': 'kimi',
  'api.kimi.com': 'kimi',
  'api.z.ai': 'zai',
  'api.minimax.io': 'minimax',
  'api.minimaxi.com': 'minimax',
  'api.mistral.ai': 'mistral',
}

/** The vendor whose API a host is, with or without a port; undefined for any other host. */
export function vendorOf(host: string): Server | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  return Object.hasOwn(hosts, name) ? hosts[name] : undefined
}
