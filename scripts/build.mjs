// @ts-check
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/**
 * Modules that no switch needs, each a bundle of its own: commander explains command lines, execa runs children, the
 * doctor asks servers. Everything else is one small file, since every file that node opens costs time.
 */
const lazy = [
  'src/cli/help.ts',
  'src/commands/doctor/doctor.ts',
  'src/commands/demo.ts',
  'src/commands/edit.ts',
  'src/commands/router/router.ts',
  'src/router/prepare-router.ts',
  'src/router/daemon.ts',
  'src/commands/settings/settings.ts',
  'src/commands/setup/setup.ts',
  'src/commands/template/template.ts',
  'src/system/run-child.ts',
  'src/system/http/client.ts',
  'src/system/http/server.ts',
  'src/system/http/stream.ts',
  'src/system/prompts.ts',
  'src/system/replace-file.ts',
]

/**
 * `import('./x.ts')` of a lazy module becomes a require of `./x.cjs`, loaded when it is reached.
 * @type {import('esbuild').Plugin}
 */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
      const name = basename(path, '.ts')
      const isLazy = kind === 'dynamic-import' && lazy.some(file => basename(file, '.ts') === name)
      return isLazy ? { path: `./${name}.cjs`, external: true } : undefined
    })
  },
}

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const options = {
  outdir: 'dist',
  entryNames: '[name]',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  metafile: true,
  plugins: [apart],
  // Its main file is UMD, whose requires no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // import() would load the ES module loader; our lazy bundles are CommonJS.
  supported: { 'dynamic-import': false },
}

// Everything but the lazy modules. kleur asks process.stdout whether it is a terminal, which costs 2 ms; we tell it
// ourselves, for each stream.
const main = await build({
  ...options,
  entryPoints: { main: 'src/cli/main.ts' },
  define: { 'process.stdout': 'undefined' },
})
const programHash = createHash('sha256').update(readFileSync('dist/main.cjs')).digest('hex').slice(0, 12)
const builds = [
  main,
  // What bin starts, and what it starts from V8's code cache.
  await build({
    ...options,
    entryPoints: { cli: 'src/cli/bootstrap.ts' },
    define: { programHash: JSON.stringify(programHash) },
  }),
  await build({ ...options, entryPoints: lazy }),
]
const made = builds.flatMap(({ metafile }) => Object.entries(metafile.outputs))
// Installing says nothing; `npm run build -- --sizes` says how large each bundle is.
if (process.argv.includes('--sizes')) for (const [file, { bytes }] of made) console.log(`${file}  ${bytes} bytes`)
for (const file of readdirSync('dist')) if (!made.some(([name]) => basename(name) === file)) rmSync(join('dist', file))

// The man pages, from the table of commands that help is made from.
const { outputFiles } = await build({
  stdin: {
    contents: "export { program } from './src/cli/commands.ts'; export { manPages } from './src/cli/man-pages.ts'",
    resolveDir: '.',
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  external: ['*.cjs'],
  // What the commands do is not wanted here.
  plugins: [
    {
      name: 'table',
      setup({ onResolve }) {
        onResolve({ filter: /\.ts$/ }, ({ kind, path }) =>
          kind === 'dynamic-import' ? { path, external: true } : undefined,
        )
      },
    },
  ],
})
const { manPages, program } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
rmSync('man', { recursive: true, force: true })
mkdirSync('man')
for (const [file, page] of manPages(program, version)) writeFileSync(join('man', file), page)

// A first command, so that the code cache is there from the start.
spawnSync(process.execPath, ['dist/cli.cjs', '--version'], { stdio: 'ignore' })
