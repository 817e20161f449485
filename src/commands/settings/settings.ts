import { findStart, profileNamed, type Start } from '../../env/decide-switch.ts'
import { fetchSecret as secretFor } from '../../profiles/secret.ts'
import { type Scope, scopes } from '../../settings/paths.ts'
import { maskText, unwriteProfile } from '../../settings/write.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { wantsColour } from '../../terminal/colour.ts'
import { switchLine } from '../../terminal/describe.ts'
import type { Notice } from '../../terminal/notices.ts'
import { loadStart, sayNotices } from '../../terminal/report.ts'
import { settingsNotice } from '../../terminal/settings-notices.ts'
import { wrap } from '../../terminal/wrap.ts'
import { type Command, type Input, textOption } from '../command.ts'
import { refuseReadOnly } from '../user-file.ts'
import { configWith, type Decision, decideSettings } from './decide.ts'
import { keepOutOfGit } from './exclude.ts'
import { findPlace, type Place, sayBroken } from './place.ts'
import { guardSecret, putFile, takeOut } from './put-file.ts'
import { settleStatusLine } from './statusline.ts'

/** `claude-switch settings <profile>`: the plan of a profile, in a settings file, so that it sticks to a project or a user. */
export const run: Command = async (input, system) => {
  const asked = (name: string) => input.options[name] === true
  const [word] = input.words
  if (asked('statusline')) {
    if (word !== undefined || input.options['scope'] !== undefined || asked('print'))
      throw new UserError(
        '--statusline goes into your own settings, with --remove or --replace alone.',
        exitCodes.usage,
      )
    say(system, await settleStatusLine(system, { remove: asked('remove'), replace: asked('replace') }))
    return exitCodes.done
  }
  if (asked('replace')) throw new UserError('--replace goes with --statusline.', exitCodes.usage)
  const scope = scopeOf(input)
  if (asked('remove')) return remove(findPlace(system, scope), word, asked('print'), system)
  if (word === undefined)
    throw new UserError('say which profile, such as: claude-switch settings local', exitCodes.usage)
  if (word === '-' || word.toLowerCase() === 'off')
    throw new UserError('settings takes a profile; what was written is taken out with --remove.', exitCodes.usage)
  const place = findPlace(system, scope)
  const print = asked('print')
  const showSecrets = asked('show-secrets')
  const storeSecret = asked('store-secret')
  const fetchSecret = !print || (showSecrets && storeSecret)
  const start = print ? findStart(system, false) : loadStart(system)
  if (!print) await startForProfile(start, word, system)
  const decision = decideSettings(start, system, place, word, { storeSecret, fetchSecret })
  if (print) {
    const shown = showSecrets ? decision.text : maskText(decision.text, place.variableBlock)
    system.output.print('stdout', shown.endsWith('\n') ? shown : `${shown}\n`)
    sayNotices(decision.notices, system)
    return exitCodes.done
  }
  return write(place, decision, storeSecret, system)
}

const aboutRouter =
  'it goes through the router, which has to run: claude-switch template router-systemd (or router-launchd) keeps it running.'

/** A settings file names the router's address for good, so it has to have one; and the session may begin at once. */
async function startForProfile(start: Start, word: string, system: System): Promise<void> {
  const { profile } = profileNamed(word, start.found, start.shellState.own)
  if (!profile.router) return
  const { prepareRouter } = await import('../../router/prepare-router.ts')
  await prepareRouter(start, profile, secretFor(profile, system), system)
}

function scopeOf(input: Input): Scope {
  const text = textOption(input, 'scope')
  if (text === undefined) return 'local'
  const scope = scopes.find(name => name === text.toLowerCase())
  if (scope) return scope
  throw new UserError(`--scope takes ${scopes.join(', ')}; ${JSON.stringify(text)} is none of them.`, exitCodes.usage)
}

async function write(place: Place, decision: Decision, storeSecret: boolean, system: System): Promise<number> {
  const { profile, text, isBare, config } = decision
  const { shown, scope } = place
  if (decision.hasSecret && scope === 'vscode' && !storeSecret)
    throw new UserError(
      `the secret of ${profile.name} would be in ${shown} in clear text, and Settings Sync may carry it to other machines.`,
      exitCodes.failed,
      ['to store it there all the same, add --store-secret'],
    )
  const keptOut = async () => (scope === 'local' && !isBare ? keepOutOfGit(system, place) : [])
  if (text === place.text || (isBare && !place.bytes)) {
    const says = isBare
      ? `nothing in ${shown} sends Claude Code away from Anthropic, so there is nothing to write.`
      : `${shown} has ${profile.name} already; nothing was changed.`
    say(system, says)
    sayNotices([...decision.notices, ...(await keptOut())], system)
    return exitCodes.done
  }
  if (place.bytes) refuseReadOnly(shown, place.mode)
  const guarded = decision.hasSecret ? await guardSecret(system, place) : []
  // Before there is a secret that could be committed.
  const kept = await keptOut()
  const says = isBare
    ? (await takeOut(system, place)).says
    : `wrote ${shown}${await putFile(system, place, text, decision.hasSecret)}.`
  say(system, says)
  system.output.print('stderr', `${switchLine(profile.name, config, wantsColour(system, 'stderr'))}\n`)
  if (!isBare) say(system, aboutScope(scope, profile.name))
  if (profile.router) say(system, aboutRouter)
  sayNotices([...decision.notices, ...guarded, ...kept, ...aboutSecret(decision, shown)], system)
  return exitCodes.done
}

/** Takes out what was written, whatever has become of the profile since. */
async function remove(place: Place, word: string | undefined, print: boolean, system: System): Promise<number> {
  const { shown, written, text: before, variableBlock, scope } = place
  if (written === undefined) {
    if (print) system.output.print('stdout', maskText(before.trim() === '' ? '{}\n' : before, variableBlock))
    say(system, `claude-switch has nothing in ${shown}; nothing was changed.`)
    return exitCodes.done
  }
  if (word !== undefined && nameOf(word) !== nameOf(written))
    throw new UserError(`${shown} has ${written}, not ${word}; nothing was changed.`, exitCodes.failed, [
      `run: ${removal(written, scope)}`,
    ])
  const { text } = sayBroken(shown, () => unwriteProfile(before, variableBlock))
  if (print) {
    system.output.print('stdout', maskText(text, variableBlock))
    return exitCodes.done
  }
  refuseReadOnly(shown, place.mode)
  const { says, changed } = await takeOut(system, place)
  say(system, says)
  const config = configWith(system, place, text, new Map())
  system.output.print('stderr', `${switchLine('now', config, wantsColour(system, 'stderr'))}\n`)
  if (changed.length > 0)
    sayNotices([settingsNotice('note', { code: 'changed-values-left', variables: changed })], system)
  return exitCodes.done
}

/** Profile names compare without case, and with - equal to _. */
function nameOf(word: string): string {
  return word.toLowerCase().replaceAll('_', '-')
}

function removal(profile: string, scope: Scope): string {
  return `claude-switch settings ${profile}${scope === 'local' ? '' : ` --scope ${scope}`} --remove`
}

/** For whom it counts from now on, and the way back. */
function aboutScope(scope: Scope, profile: string): string {
  const who = {
    local: 'for you in this project',
    project: 'for everybody who starts Claude Code in this directory',
    user: 'for you everywhere',
    vscode: 'for Claude Code inside VS Code',
  }[scope]
  return `it counts ${who}, from the next start on, whatever a shell is switched to; back: ${removal(profile, scope)}`
}

function aboutSecret({ usesHelper, hasSecret, profile }: Decision, shown: string): Notice[] {
  if (usesHelper)
    return [settingsNotice('note', { code: 'secret-by-helper', key: profile.credential?.key ?? 'its command' })]
  return hasSecret ? [settingsNotice('note', { code: 'secret-in-clear', path: shown, profile: profile.name })] : []
}

function say(system: System, text: string): void {
  system.output.print('stderr', `${system.output.isTerminal('stderr') ? wrap(text) : text}\n`)
}
