import { expect, test } from 'vitest'
import { isListed } from '../../src/env/no-proxy.ts'

// Each entry was seen with 2.1.329 and a proxy on loopback, for that host or one like it.
test.each([
  ['http://127.0.0.1:9', '127.0.0.1', '127.0.0.1:9', '127.0.0.1:09', '[127.0.0.1]', '.127.0.0.1', '*.127.0.0.1'],
  ['http://127.0.0.1:9', '127.0.0.1.', '127.0.0.0/8', '127.0.0.5/8', '127.0.0.0/08', '127.0.0.1/32', '127.0.0.1/0'],
  ['http://127.0.0.1:9', '0.0.0.0/1', '::ffff:127.0.0.1', '::ffff:7f00:0/104', '::ffff:0:0/96', '*', 'x,*'],
  ['http://127.0.0.1:9', 'x\t127.0.0.1', 'x\n127.0.0.1', 'x 127.0.0.1', ' x, 127.0.0.1 ,y'],
  ['http://localhost:9', 'localhost', 'LOCALHOST', 'localhost.', '.localhost', '.localhost.', '*.localhost'],
  ['http://localhost:9', 'localhost:9', '.localhost:9', '*.localhost:9', 'localhost.:9', 'localhost:09'],
  ['http://localhost.:9', 'localhost', '.localhost.'],
  ['http://api.backend.corp:8000', 'api.backend.corp', 'backend.corp', '.backend.corp', '*.backend.corp', 'corp'],
  ['https://backend.corp', 'backend.corp:443', '.corp:443'],
  ['http://backend.corp', 'backend.corp:80'],
  ['http://[::1]:9', '::1', '[::1]', '[::1]:9', '.::1', '0:0:0:0:0:0:0:1', '[0:0:0:0:0:0:0:1]'],
  ['http://[::1]:9', '::/0', '::/64', '[::]/64', '::1/128', '::2/126', '*'],
  ['http://[2001:db8::7]', '2001:db8::/32', '2001:DB8:0::7', '2001:db8::7/128'],
])('%s is in each of: %s', (url, ...lists) => {
  for (const list of lists) expect(isListed(new URL(url), list), list).toBe(true)
})

test.each([
  ['http://127.0.0.1:9', '127.0.0.1/33', '127.0.0.1/x', '127.0.0.1/', '127/8', '127.0.0.0/-1', '127.0.0.0/8.0'],
  ['http://127.0.0.1:9', '127.0.0.0/1e1', '127.0.0.0/0x8', '127.0.0.0/ 8', '127.0.0.0/8:9', '128.0.0.0/1', '::/0'],
  ['http://127.0.0.1:9', '127.*', '.0.0.1', '*.0.0.1', '127.0.0.01', '127.1', 'localhost', '*:9', '**', '127.0.0.1:1'],
  ['http://127.0.0.1:9', '127.0.0.1;x', 'x;127.0.0.1', '', ' , ', '::ffff:127.0.0.1/95', '[::ffff:7f00:1', '1:2'],
  [
    'http://localhost:9',
    '*localhost',
    'loc*',
    'calhost',
    'http://localhost',
    '..localhost',
    'localhost..',
    'localhost:',
  ],
  ['http://localhost:9', 'localhost:80', 'sub.localhost', '.', '*.', ':9', 'localhost/8'],
  ['http://backend.corp', '192.168.0.0/16', 'ackend.corp', 'backend.corp:9', 'x.backend.corp', 'backend.*'],
  ['http://[::1]:9', '::2', '[::/64]', '::1/129', '::/x', '0.0.0.0/0', '2001:db8::/32', '[::1]:1', '127.0.0.1', '1'],
])('%s is in none of: %s', (url, ...lists) => {
  for (const list of lists) expect(isListed(new URL(url), list), list).toBe(false)
})
