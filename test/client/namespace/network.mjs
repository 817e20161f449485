import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Brings loopback up and makes every host name of the world mean it, in this mount and network namespace alone. */
export async function enterLoopback(directory) {
  execFileSync('ip', ['link', 'set', 'lo', 'up'])
  const hosts = '127.0.0.1 localhost api.anthropic.com platform.claude.com console.anthropic.com claude.ai\n'
  cover('/etc/hosts', join(directory, 'hosts'), hosts)
  cover('/etc/resolv.conf', join(directory, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n')
  const names = createSocket('udp4')
  names.on('message', (question, { port, address }) => names.send(answerTo(question), port, address))
  names.bind(53, '127.0.0.1')
  await once(names, 'listening')
}

function cover(path, by, text) {
  writeFileSync(by, text)
  execFileSync('mount', ['--bind', by, path])
}

/** A DNS answer (RFC 1035): 127.0.0.1 to a question for an IPv4 address, nothing to any other. */
function answerTo(question) {
  let end = 12
  while (question[end] !== 0) end += question[end] + 1
  const wantsIPv4 = question.readUInt16BE(end + 1) === 1
  const header = Buffer.alloc(12)
  question.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(wantsIPv4 ? 1 : 0, 6)
  const answer = wantsIPv4 ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1] : []
  return Buffer.concat([header, question.subarray(12, end + 5), Buffer.from(answer)])
}
