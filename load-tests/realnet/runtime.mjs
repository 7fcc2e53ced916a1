// The Node that the servers run in, and the one native library they need.
//
// The PDS wants Node 22 or newer; a pinned Node 24 comes as a package, so that the Node on the PATH may be 20. Not a
// later 24: from 24.19 on, better-sqlite3 before version 13 aborts the process when its objects are collected.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const modules = path.join(import.meta.dirname, 'node_modules')
const packaged = path.join(modules, `node-${process.platform}-${process.arch}`)
const sqlite = path.join(modules, 'better-sqlite3')
const builtFor = path.join(sqlite, 'build', 'built-for-node')

// Without symbolic links, as a process is told its own path.
export function node() {
  const binary = path.join(packaged, 'bin', 'node')
  if (!existsSync(binary)) {
    throw new Error(`${binary} is missing: run "npm ci" in ${import.meta.dirname} (there is one for linux-x64 only)`)
  }
  return realpathSync(binary)
}

// Compiles better-sqlite3 against the packaged Node's own headers, once: package scripts are off, since the ready-made
// library would come from a place that the lock file does not pin.
export function compileOnce() {
  const version = spawnSync(node(), ['--version'], { encoding: 'utf8' }).stdout.trim()
  if (existsSync(builtFor) && readFileSync(builtFor, 'utf8') === version) return
  console.error('realnet: compiling better-sqlite3, once; this takes a minute or two')
  const gyp = path.join(modules, 'node-gyp', 'bin', 'node-gyp.js')
  // Settings of the npm that runs us (such as its own nodedir) would win over the arguments.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  // Full optimisation doubles the time that compiling takes, and a test network does not need it.
  const flags = { CFLAGS: '-O1', CXXFLAGS: '-O1' }
  const built = spawnSync(node(), [gyp, 'rebuild', '--release', `--nodedir=${packaged}`], {
    cwd: sqlite,
    env: { ...env, ...flags, JOBS: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (built.status !== 0) {
    console.error(built.stderr.slice(-3000))
    throw new Error('better-sqlite3 does not compile: it needs a C++ compiler, make and python3')
  }
  writeFileSync(builtFor, version)
}
