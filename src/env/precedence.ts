import type { Environment } from '../system/environment.ts'
import { isDecidedByHost, isHostManaged } from './host-managed.ts'
import type { ModelChoice } from './model-choice.ts'

/** One of the client's settings files, as far as it decides where requests go and who pays. */
export interface SettingsLayer {
  readonly name: 'managed' | 'project local' | 'project' | 'user' | 'global config'
  readonly path: string
  readonly env: ReadonlyMap<string, string>
  readonly model?: string
  readonly hasApiKeyHelper: boolean
  /** `permissions.defaultMode`, in which sessions start. */
  readonly permissionMode?: string
  /** True where the file turns auto mode off. */
  readonly hasNoAutoMode?: true
  readonly choice?: ModelChoice
}

/** A value and the place that it comes from: the environment, or a settings file by its path. */
export interface Origin {
  readonly value: string
  readonly from: string
}

/** The word for values that no settings file decides. */
export const fromEnvironment = 'environment'

/** What is really in force when the client starts: the environment with the settings files laid over it. */
export interface ResolvedEnv {
  /** The value of a variable; undefined when it is unset, or emptied by a settings file, which is the same to the client. */
  readonly get: (name: string) => Origin | undefined
  /** The settings file that decides a variable, when one does. */
  readonly overridden: (name: string) => SettingsLayer | undefined
  readonly layers: readonly SettingsLayer[]
  /** Present where another program says that the environment alone decides where requests go and as whom. */
  readonly isHostManaged?: true
}

/** Lays the settings over an environment. `layers` come strongest first; each replaces what the shell exported. */
export function resolveEnv(environment: Environment, layers: readonly SettingsLayer[]): ResolvedEnv {
  const hosted = isHostManaged(environment)
  const overridden = (name: string) =>
    hosted && isDecidedByHost(name) ? undefined : layers.find(layer => layer.env.has(name))
  const get = (name: string): Origin | undefined => {
    const layer = overridden(name)
    const value = layer ? layer.env.get(name) : environment[name]
    return value?.trim() ? { value, from: layer?.path ?? fromEnvironment } : undefined
  }
  return { get, overridden, layers, ...(hosted ? { isHostManaged: true } : {}) }
}
