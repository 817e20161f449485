import { hooks } from './hook-schema.ts'
import {
  above,
  anything,
  array,
  arrayOf,
  between,
  either,
  filled,
  firstWay,
  flag,
  isObject,
  mapOf,
  matching,
  members,
  named,
  number,
  oneOf,
  opaque,
  orNull,
  type Shape,
  text,
  unsure,
  whole,
} from './shapes.ts'

// What Claude Code 2.1.332 takes of a settings file that is not an administrator's, member by member: measured with about 2200
// files, each with one member that was otherwise than the rest. A member of another kind makes it drop the whole file. What is
// not named here it takes as it is, whatever it is: names that it does not know, and those that it forgives.

const texts = arrayOf(text)

/** Members that are all of one kind. */
const alike: readonly (readonly [Shape, string])[] = [
  [
    text,
    `$schema apiKeyHelper proxyAuthHelper awsCredentialExport awsAuthRefresh gcpAuthRefresh processWrapper attributionProject
    modelCatalogUrl modelCatalogPublicKey prUrlTemplate otelHeadersHelper outputStyle language advisorModel agent minimumVersion
    requiredMinimumVersion requiredMaximumVersion downloadsMirrorUrl plansDirectory timeFormat timeZone autoMemoryDirectory
    claudeMd pluginTrustMessage model`,
  ],
  [
    flag,
    `respectGitignore wslInheritsWindowsSettings includeCoAuthoredBy includeGitInstructions disableAllHooks disableReplyCheck
    workflowKeywordTriggerEnabled bashEditDiffEnabled respondToBashCommands allowAllClaudeAiMcps
    allowClaudeInChromeWithManagedMcp allowNestedModelAccessUnderForceLogin forceRemoteSettingsRefresh spinnerTipsEnabled
    clawdFileProgressEnabled syntaxHighlightingDisabled terminalTitleFromRename alwaysThinkingEnabled fastMode
    promptSuggestionEnabled emojiCompletionEnabled awaySummaryEnabled showClearContextOnPlanAccept prefersReducedMotion
    doneMeansMerged totalTokensReminderAfterUserTurn autoMemoryEnabled autoDreamEnabled showThinkingSummaries verbose
    autoCompactEnabled precomputeCompactionEnabled idleCompaction switchModelsOnFlag autoScrollEnabled
    wheelScrollAccelerationEnabled showTurnDuration showMessageTimestamps terminalProgressBarEnabled todoFeatureEnabled
    inputNeededNotifEnabled agentPushNotifEnabled`,
  ],
  [
    orNull(flag),
    `syncClaudeAiSkills syncClaudeAiPlugins enforceAvailableModels enableAllProjectMcpServers disableClaudeAiConnectors
    disableBundledSkills disableDirectMcpSkills disableAgentView disableRemoteControl disableWorkflows disableArtifact
    enableArtifact enableWorkflows disableSkillShellExecution disableWindowsBashCommandSplit allowManagedHooksOnly
    allowManagedPermissionRulesOnly allowManagedMcpServersOnly disableCommandPluginSources disableSideloadFlags
    skipWebFetchPreflight fastModePerSessionOptIn responseComparisonEnabled channelsEnabled skipDangerousModePermissionPrompt
    skipWorkflowUsageWarning autoContinueAtUsageLimit fileCheckpointingEnabled remoteControlAtStartup isolatePeerMachines
    autoUploadSessions`,
  ],
  [
    texts,
    `fallbackModel availableModels allowedHttpHookUrls httpHookAllowedEnvVars pluginSuggestionMarketplaces
    companyAnnouncements claudeMdExcludes`,
  ],
  [either(text, texts), 'enabledMcpjsonServers disabledMcpjsonServers forceLoginOrgUUID'],
  [orNull(opaque(array)), 'strictKnownMarketplaces allowedMarketplaces blockedMarketplaces'],
  [opaque(array), 'allowedChannelPlugins sshConfigs'],
  [oneOf('first-wins', 'merge'), 'parentSettingsBehavior managedSourcesBehavior'],
  [whole(1), 'cleanupPeriodDays skillListingMaxDescChars totalTokensReminderBudget'],
]

const command = { type: oneOf('command'), command: text }
const sandbox = () =>
  members({
    ...named(
      flag,
      'enabled failIfUnavailable autoAllowBashIfSandboxed allowUnsandboxedCommands enableWeakerNestedSandbox allowNestedUserNamespaces enableWeakerNetworkIsolation allowAppleEvents',
    ),
    network: members({
      ...named(texts, 'allowedDomains deniedDomains allowUnixSockets allowMachLookup'),
      ...named(flag, 'strictAllowlist allowManagedDomainsOnly allowAllUnixSockets allowLocalBinding'),
      ...named(number, 'httpProxyPort socksProxyPort'),
      tlsTerminate: members({ caCertPath: filled, caKeyPath: filled }),
    }),
    filesystem: members({
      ...named(texts, 'allowWrite denyWrite denyRead allowRead'),
      ...named(flag, 'allowManagedReadPathsOnly disabled'),
    }),
    credentials: members({
      ...named(opaque(array), 'files envVars awsPairs'),
      allowPlaintextInject: flag,
      sigv4: opaque(mapOf(anything)),
    }),
    windows: members({ backend: oneOf('sandboxuser', 'mxc') }),
    ignoreViolations: mapOf(texts),
    excludedCommands: texts,
    ripgrep: members({ command: text, args: texts }, 'command'),
  })

/** All else about a marketplace is forgiven, but a source of a name that the client does not know is not. */
const marketplaces: Shape = value => {
  const odd = Object.entries(isObject(value) ? value : {}).find(([, one]) => {
    const source = isObject(one) && isObject(one['source']) ? one['source']['source'] : undefined
    return typeof source === 'string' && !sources.includes(source)
  })
  return odd && `.${odd[0]}.source${unsure}`
}
const sources = ['github', 'git', 'url', 'npm', 'file', 'directory']

const time = matching(/^([01]?\d|2[0-3]):[0-5]\d$/)

/** The others, made when a file has them: most have few, and status has no time for all of them. */
const others: Readonly<Record<string, () => Shape>> = {
  env: () => mapOf(anything),
  permissions: () =>
    members({
      allow: array,
      deny: array,
      ask: array,
      additionalDirectories: texts,
      defaultMode: oneOf('acceptEdits', 'auto', 'bypassPermissions', 'default', 'dontAsk', 'plan'),
      disableBypassPermissionsMode: oneOf('disable'),
      disableAutoMode: oneOf('disable'),
      blockReadsOutsideWorkingDirectories: flag,
    }),
  hooks: () => hooks,
  statusLine: () => members({ ...command, padding: number, hideVimModeIndicator: flag }, 'type', 'command'),
  fileSuggestion: () => members(command, 'type', 'command'),
  attribution: () => either(flag, members({ commit: text, pr: text, sessionUrl: flag })),
  enabledPlugins: () => mapOf(either(flag, texts)),
  modelOverrides: () => mapOf(text),
  skillOverrides: () => mapOf(oneOf('on', 'name-only', 'user-invocable-only', 'off')),
  extraKnownMarketplaces: () => marketplaces,
  additionalMarketplaces: () => marketplaces,
  pluginConfigs: () => opaque(mapOf(members({}))),
  sandbox,
  worktree: () => members({ symlinkDirectories: texts, sparsePaths: texts, baseRef: oneOf('fresh', 'head') }),
  spinnerVerbs: () => members({ mode: oneOf('append', 'replace'), verbs: texts }, 'mode', 'verbs'),
  breakReminder: () =>
    members({ enabled: flag, intervalMinutes: whole(1), breakThresholdMinutes: whole(1), message: text }),
  quietHours: () => members({ enabled: flag, start: time, end: time }),
  remote: () => members({ defaultEnvironmentId: text }),
  voice: () => members({ enabled: flag, mode: oneOf('hold', 'tap') }),
  remoteTools: () => members({ allowUnattendedServing: flag }),
  autoMode: () => opaque(mapOf(anything)),
  desktopSessionCleanupPeriodDays: () => whole(0),
  skillListingBudgetFraction: () => above(0, 1),
  feedbackSurveyRate: () => between(0, 1),
  feedbackDrafts: () => orNull(oneOf('notify', 'quiet', 'off')),
  disableAutoMode: () => orNull(oneOf('disable')),
  workflowSizeGuideline: () => oneOf('unrestricted', 'small', 'medium', 'large'),
  defaultShell: () => oneOf('bash', 'powershell'),
  autoUpdatesChannel: () => oneOf('latest', 'stable', 'rc'),
  tui: () => oneOf('default', 'fullscreen'),
  totalTokensReminder: () => oneOf('off', 'infinite', 'fixed', 'countdown', 'padded-countdown'),
  daemonColdStart: () => oneOf('transient', 'ask'),
}

/** The shape of a member; undefined for one that the client takes whatever it is. */
function shapeOf(name: string): Shape | undefined {
  if (Object.hasOwn(others, name)) return others[name]?.()
  byName ??= new Map(alike.flatMap(([shape, names]) => names.split(/\s+/).map(one => [one, shape] as const)))
  return byName.get(name)
}
let byName: Map<string, Shape> | undefined

/** What the client would drop a whole settings file for, as a way such as `permissions.allow`; `isSure` unless it may take it. */
export function wrongMember(settings: Record<string, unknown>): { way: string; isSure: boolean } | undefined {
  const ways = Object.entries(settings).map(([name, value]) => [name, shapeOf(name)?.(value)] as const)
  const way = firstWay(ways)?.slice(1)
  if (way === undefined) return undefined
  return way.endsWith(unsure) ? { way: way.slice(0, -unsure.length), isSure: false } : { way, isSure: true }
}
