import type { Kind } from '../../backends/backend.ts'
import { backendOf, backends } from '../../backends/catalogue.ts'
import { probes } from '../../doctor/probes/index.ts'
import { findStart } from '../../env/decide-switch.ts'
import { didYouMean } from '../../profiles/did-you-mean.ts'
import { profileName } from '../../profiles/fields.ts'
import { findBackendsFile } from '../../profiles/load.ts'
import { shellHere } from '../../shells/current.ts'
import { ownVersion } from '../../system/own-version.ts'
import type { System } from '../../system/system.ts'
import { exitCodes, UserError } from '../../system/user-error.ts'
import { wantsColour } from '../../terminal/colour.ts'
import { diffText } from '../../terminal/diff.ts'
import { reportText } from '../../terminal/doctor.ts'
import { fileNotices } from '../../terminal/notices.ts'
import { sayNotices } from '../../terminal/report.ts'
import { startUpNotice } from '../../terminal/setup-notices.ts'
import { wrap } from '../../terminal/wrap.ts'
import { type Command, type Input, textOption } from '../command.ts'
import { aboutLine, costLine, examineAll } from '../doctor/examine-all.ts'
import { hasFailed } from '../doctor/json.ts'
import { admit } from '../doctor/select-targets.ts'
import { answered } from './answered.ts'
import { type Given, interview, plainUrl, refuseName, refuseUrl } from './interview.ts'
import { type Key, linesFor, readWritten } from './profile-lines.ts'
import { refuseQuestions, refuseUnready } from './readiness.ts'
import { findBlocks, offerStartUp, type StartUpOffer, writeStartUp } from './start-up-file.ts'
import { editFor, writeEdit } from './write-profile.ts'

/** `claude-switch setup`: from nothing to a profile that works, by questions or by options. Nothing is written before all is answered. */
export const run: Command = async (input, system) => {
  if (input.options['remove'] === true) return remove(input, system)
  const given = readGiven(input, system)
  const found = findBackendsFile(system, false)
  const answers = await interview(given, found, system)
  const written = readWritten(answers.profile, found.file.profiles.get(answers.profile), system.environment)
  const edit = editFor(system, found, answers.profile, linesFor(answers, written))
  refuseUnready(edit.text, answers.profile, system)
  const colour = wantsColour(system, 'stderr')
  const sure = async (question: string) =>
    input.options['yes'] === true || answered(await system.prompts.yesNo(question))
  if (edit.lines.length > 0) {
    system.output.print('stderr', edit.diff(colour))
    if (!(await sure('Write this?'))) {
      say(system, 'nothing was changed.')
      return exitCodes.done
    }
  }
  const offer = input.options['no-rc'] === true ? undefined : await offerStartUp(system, input.caller?.shell)
  if (offer && 'path' in offer)
    system.output.print(
      'stderr',
      diffText(offer.shown, offer.lines, () => false, colour),
    )
  const startUp = offer && 'path' in offer && (await sure(`Add this to ${offer.shown}?`)) ? offer : undefined
  say(system, await writeEdit(system, found, edit))
  sayNotices(fileNotices(findBackendsFile(system, false)), system)
  await settleStartUp(system, offer, startUp)
  const code = await examine(system, answers.profile)
  say(
    system,
    `now: ${wayIn(answers.profile, offer !== undefined && 'done' in offer && offer.done === true, input, system)}`,
  )
  return code
}

/** What to type in this shell, as it is now: its start-up file counts in the next one only. */
function wayIn(profile: string, isLoaded: boolean, { caller }: Input, system: System): string {
  const shell = caller?.shell ?? shellHere(system)?.shell
  if (isLoaded || caller) return `claude-switch ${profile}`
  if (!shell || shell.name === 'bash' || shell.name === 'zsh') return `source claude-switch ${profile}`
  if (shell.name === 'nushell') return `claude-switch ${profile}, in a new shell`
  return `${shell.loadLine}; claude-switch ${profile}`
}

/** What the options say. Refuses what is no answer, and to go on without a terminal where a question would be left. */
function readGiven(input: Input, system: System): Given {
  const refuse = (option: string, why: string | undefined) => {
    if (why !== undefined) throw new UserError(`--${option}: ${why}.`, exitCodes.usage)
  }
  const [named, kind, url, model] = ['profile', 'kind', 'url', 'model'].map(name => textOption(input, name)?.trim())
  if (named !== undefined) refuse('profile', refuseName(named))
  if (url !== undefined) refuse('url', refuseUrl(url)?.replace(/\.$/, ''))
  if (model === '') refuse('model', 'a name is needed')
  const kinds = Object.keys(backends) as Kind[]
  const known = kinds.find(one => one === kind?.toLowerCase())
  if (kind !== undefined && !known) {
    const near = didYouMean(kind, kinds)
    refuse(
      'kind',
      near === undefined ? `take one of ${kinds.join(', ')}` : `there is no ${kind} (did you mean ${near}?)`,
    )
  }
  const own = known && backendOf(known)
  // Where nobody is asked, what has one address has one name.
  const isSaid = input.options['yes'] === true && own?.defaultBaseUrl !== undefined && url === undefined
  const profile = named ?? (isSaid ? (known === 'anthropic' ? 'cloud' : known) : undefined)
  const isPlaced = url !== undefined || own?.defaultBaseUrl !== undefined
  const isModelled = model !== undefined || own?.defaultModel !== undefined
  const isWhole =
    profile !== undefined && known !== undefined && isPlaced && isModelled && input.options['yes'] === true
  const canAsk = system.output.isTerminal('stdin') && system.output.isTerminal('stderr')
  if (!isWhole && !canAsk) refuseQuestions({ profile, kind: known, url, model, yes: input.options['yes'] === true })
  const key = readKey(input, system)
  return {
    ...(profile === undefined ? {} : { profile: profileName(profile) ?? profile }),
    ...(known === undefined ? {} : { kind: known }),
    ...(url === undefined ? {} : { url: plainUrl(url) }),
    ...(model === undefined ? {} : { model }),
    ...(key === undefined ? {} : { key }),
    silent: isWhole,
  }
}

/** Bytes of a key. */
const keyLimit = 1 << 16

/** A key comes by a command or on stdin: what stands on a command line, every user of the machine can read. */
function readKey(input: Input, system: System): Key | undefined {
  const command = textOption(input, 'token-command')?.trim()
  if (command === '') throw new UserError('--token-command needs a command.', exitCodes.usage)
  if (input.options['token-stdin'] !== true) return command === undefined ? undefined : { command }
  if (command !== undefined)
    throw new UserError('--token-stdin and --token-command are two ways for one key; take one.', exitCodes.usage)
  if (system.output.isTerminal('stdin'))
    throw new UserError('--token-stdin reads the key from a pipe; on a terminal, leave it out.', exitCodes.usage)
  const value = system.files.readStdin(keyLimit).split('\n', 1)[0]?.trim() ?? ''
  if (value === '') throw new UserError('there is no key on stdin; nothing was changed.', exitCodes.usage)
  return { value }
}

/** Writes the start-up file, or says why not. What goes wrong here does not take back the profile. */
async function settleStartUp(system: System, offer: StartUpOffer | undefined, startUp: StartUpOffer | undefined) {
  if (offer && 'why' in offer) sayNotices([startUpNotice('note', offer.why)], system)
  if (!startUp || !('path' in startUp)) return
  const why = await writeStartUp(system, startUp)
  if (why === undefined) say(system, `wrote ${startUp.shown}; it counts in every shell that is opened from now on.`)
  else sayNotices([startUpNotice('warning', why)], system)
}

/** The doctor on what was written: free requests, and those to a model that costs nothing. */
async function examine(system: System, profile: string): Promise<number> {
  const version = ownVersion(system)
  const start = findStart(system, false)
  const wishes = { paid: false, deep: false, userAgent: `claude-switch/${version}` }
  const examined = await examineAll([await admit(profile, start, system, wishes)], system)
  const titles = new Map(probes.map(({ id, title }) => [id, title]))
  for (const one of examined) {
    const cost = costLine(one)
    const report = { ...one, about: aboutLine(one), titles, ...(cost ? { cost } : {}) }
    system.output.print('stdout', reportText(report, wantsColour(system, 'stdout')))
  }
  return hasFailed([], examined) ? exitCodes.failed : exitCodes.done
}

/** `setup --remove`: takes our block out of every start-up file that has it, and nothing else. */
async function remove({ options }: Input, system: System): Promise<number> {
  if (Object.entries(options).some(([name, value]) => name !== 'remove' && name !== 'yes' && value !== undefined))
    throw new UserError(
      '--remove takes the lines out of your start-up files, and goes with nothing else.',
      exitCodes.usage,
    )
  const { edits, troubles } = await findBlocks(system)
  const failures = [...troubles]
  for (const edit of edits) {
    const why = await writeStartUp(system, edit)
    if (why === undefined) say(system, `took claude-switch out of ${edit.shown}.`)
    else failures.push(why)
  }
  if (edits.length === 0 && failures.length === 0)
    say(system, 'no start-up file has the lines of claude-switch setup; nothing was changed.')
  sayNotices(
    failures.map(why => startUpNotice('warning', why)),
    system,
  )
  return failures.length > 0 ? exitCodes.failed : exitCodes.done
}

function say(system: System, text: string): void {
  system.output.print('stderr', `${system.output.isTerminal('stderr') ? wrap(text) : text}\n`)
}
