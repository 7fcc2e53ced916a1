// The network: one directory, some hosts, the accounts, and the choices that commands leave open.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Secp256k1Keypair } from '@atproto/crypto'
import { accountCommands, networkCommands } from './commands.mjs'
import { Directory } from './directory.mjs'
import { Host } from './host.mjs'
import { freePort } from './ports.mjs'

const WORDS = 'amber birch cloud delta ember field grove haven inlet jetty knoll ledge marsh north ocean pearl'.split(' ')

export class Network {
  hosts = []
  accounts = []
  #options
  #random
  #folder

  constructor(options) {
    this.#options = options
    this.#random = generator(options.seed)
    this.#folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'atrelay-realnet-'))
  }

  // The directory takes the given port and the hosts those that follow; port 0 takes any that are free.
  async start() {
    const { hosts, port, onFrame } = this.#options
    const recoveryKey = await Secp256k1Keypair.create()
    const portOf = async (place) => (port ? port + place : freePort())
    this.directory = new Directory(await portOf(0), recoveryKey)
    await this.directory.start()
    for (let index = 0; index < hosts; index++) {
      const settings = { index, port: await portOf(index + 1), plcUrl: this.directory.url, folder: this.#folder }
      this.hosts.push(new Host({ ...settings, recoveryDid: recoveryKey.did(), onFrame }))
    }
    await Promise.all(this.hosts.map((host) => host.start()))
    return { ready: true, plc: this.directory.url, hosts: this.hosts.map(({ name }) => name) }
  }

  async stop() {
    await Promise.allSettled(this.hosts.map((host) => host.stop()))
    await this.directory.stop()
    if (!this.#options.folder) rmSync(this.#folder, { recursive: true, force: true })
  }

  // Carries out one command. The answer comes after every frame that the command led to.
  async act(command) {
    const { id, do: name } = command
    const began = performance.now()
    try {
      const facts = await this.perform(name, command)
      await Promise.all(this.hosts.map((host) => host.settle()))
      return { id, do: name, ok: true, ms: Math.round(performance.now() - began), ...facts }
    } catch (error) {
      return { id, do: name, ok: false, error: error.message }
    }
  }

  // As part of another command, without an answer of its own.
  async perform(name, command) {
    if (Object.hasOwn(networkCommands, name)) return networkCommands[name](this, command)
    if (!Object.hasOwn(accountCommands, name)) throw new Error(`no such command: ${name}`)
    const account = this.account(command.account)
    const facts = await accountCommands[name](this, account, command)
    return { ...facts, ...this.about(account) }
  }

  about({ did, handle, host }) {
    return { did, handle, host: host.name }
  }

  account(number) {
    return this.#known(this.accounts, 'account', number)
  }

  host(index) {
    return this.#known(this.hosts, 'host', index)
  }

  #known(list, what, index) {
    if (!list[index]) throw new Error(`no such ${what}: ${index}`)
    return list[index]
  }

  number() {
    return this.#random()
  }

  pick(list) {
    return list[this.#random() % list.length]
  }

  posts() {
    return this.accounts.flatMap((account) => account.posts())
  }

  somePost() {
    const { uri, cid } = this.pick(this.posts())
    return { uri, cid }
  }

  words(characters = 30) {
    let text = this.pick(WORDS)
    while (text.length < characters) text += ` ${this.pick(WORDS)}`
    return text.slice(0, 300)
  }
}

// Numerical Recipes' linear congruential generator; the low bits are weak and are left out.
function generator(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 8
  }
}
