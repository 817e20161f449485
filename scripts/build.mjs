// @ts-check
import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'

/**
 * Modules that no switch needs, each a bundle of its own: commander explains command lines, execa runs children.
 * Everything else is one small file, since every file that node opens costs time.
 */
const lazy = ['src/guide.ts', 'src/commands/run.ts']

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
  // import() would load the ES module loader; our lazy bundles are CommonJS.
  supported: { 'dynamic-import': false },
}

rmSync('dist', { recursive: true, force: true })
const builds = await Promise.all([
  // kleur asks process.stdout whether it is a terminal, which costs 2 ms; we tell it ourselves, for each stream.
  build({ ...options, entryPoints: ['src/cli.ts'], define: { 'process.stdout': 'undefined' } }),
  build({ ...options, entryPoints: lazy }),
])
for (const { metafile } of builds) {
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file}  ${bytes} bytes`)
}
