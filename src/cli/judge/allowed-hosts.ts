/**
 * Which hosts `assize judge` may call, and with which key. A study says where its judge is, and a study may
 * come from a stranger: so the user is asked, once, and the answer is kept in the user's own configuration
 * folder.
 */
import { join } from 'node:path';
import {
  type AllowedPair,
  type Called,
  type KeyPair,
  covers,
  isFreeOfAsking,
  isProviderKey,
  keyPairOf,
  parseAllowedPair,
} from '../../judge/index.ts';
import { addAllowedHosts, allowedHostsName, loadAllowedHosts } from '../../storage/index.ts';
import type { Asker } from '../shell/asker.ts';
import { Cancelled } from '../shell/asker.ts';
import { UsageError } from '../shell/failure.ts';
import { type Terminal, shellWord } from '../shell/terminal.ts';
import { plainText, quotedName } from '../shell/terminal-text.ts';
import type { World } from '../shell/world.ts';

export interface Hosts {
  /**
   * Makes sure that all of these may be called: by what is kept, by options, or by asking. Throws UsageError
   * where one may not.
   */
  allow(called: readonly Called[]): Promise<void>;
  /** Throws UsageError where this one may not be called. Every call goes by here. */
  require(called: Called): void;
}

export interface HostOptions {
  /** What `--allow-host` was given. */
  readonly allowHost?: readonly string[];
  /** Nobody is asked. */
  readonly json?: boolean;
}

/**
 * By what this user has allowed so far, and by the options of this command. Nothing is read before it is
 * needed.
 */
export function knownHosts(
  { allowHost = [], json = false }: HostOptions,
  world: World,
  terminal: Terminal,
): Hosts {
  const named = allowHost.map(parsed);
  const agreed: KeyPair[] = [];
  const isAllowed = (pair: KeyPair): boolean => agreed.some((other) => isSame(pair, other));

  return {
    async allow(called) {
      const wanted = called
        .filter(({ endpoint }) => !isFreeOfAsking(endpoint))
        .map((one) => ({ ...one, ...keyPairOf(one.endpoint) }));
      const stray = named.find((allowed) => !wanted.some((pair) => covers(allowed, pair)));
      if (wanted.length > 0) agreed.push(...(await loadAllowedHosts(world.configFolder)));
      const open = wanted.filter(
        (one, at) => !isAllowed(one) && wanted.findIndex((other) => isSame(one, other)) === at,
      );
      const unknown = open.filter((pair) => !named.some((allowed) => covers(allowed, pair)));
      const openAsker = json ? undefined : world.openAsker;
      if (unknown.length > 0 && openAsker === undefined) throw refused(unknown);
      if (unknown.length > 0) await askAbout(unknown, await openAsker!());
      agreed.push(...open.map(({ host, key }) => ({ host, key })));
      if (open.length > 0) await keepHosts(open, world, terminal);
      if (stray !== undefined)
        terminal.paragraph(`--allow-host ${stray.host}: no judge of this run calls it`, {
          lead: '! ',
          leadTone: 'yellow',
        });
    },
    require({ judge, endpoint }) {
      if (isFreeOfAsking(endpoint)) return;
      const pair = keyPairOf(endpoint);
      if (!isAllowed(pair)) throw refused([{ judge, ...pair }]);
    },
  };
}

/**
 * Keeps what the user allowed. A folder that cannot be written is no reason to stop: the user is asked again.
 */
export async function keepHosts(pairs: readonly KeyPair[], world: World, terminal: Terminal): Promise<void> {
  const path = join(world.configFolder, allowedHostsName);
  try {
    await addAllowedHosts(
      world.configFolder,
      pairs.map(({ host, key }) => ({ host, key })),
    );
    for (const pair of pairs)
      terminal.paragraph(`remembered in ${path}: ${mayBeCalled(pair)}`, { tone: 'dim' });
  } catch (error) {
    terminal.paragraph(`not remembered, so that you will be asked again: ${(error as Error).message}`, {
      lead: '! ',
      leadTone: 'yellow',
    });
  }
}

function mayBeCalled({ host, key }: KeyPair): string {
  return key === null ? `${host} may be called without a key` : `${host} may get the key in ${key}`;
}

type Unknown = KeyPair & Pick<Called, 'judge'>;

function parsed(text: string): AllowedPair {
  const pair = parseAllowedPair(text);
  if (pair !== undefined) return pair;
  throw new UsageError(
    `--allow-host requires a host; received ${plainText(text)}`,
    'such as --allow-host llm.example.org, with a port llm.example.org:8443, or with a variable ' +
      'llm.example.org=COMPANY_KEY',
  );
}

function refused(unknown: readonly Unknown[]): UsageError {
  const [{ judge, host, key }] = unknown;
  const flags = unknown.map((pair) => `--allow-host ${shellWord(optionFor(pair))}`).join(' ');
  return new UsageError(
    `judge ${quotedName(judge)} would send ${whatIsSent(key)} to ${host}, which you have not allowed`,
    `if you trust ${unknown.length === 1 ? 'it' : 'them'}, run this again with ` +
      `${flags}${inClear(host) ? ' (not encrypted: others on the way can read it)' : ''}`,
  );
}

function optionFor({ host, key }: KeyPair): string {
  return key === null || isProviderKey(key) ? host : `${host}=${key}`;
}

function whatIsSent(key: string | null): string {
  return key === null ? 'the items, without a key,' : `the items and the key in ${key}`;
}

function inClear(host: string): boolean {
  return host.startsWith('http://');
}

/** Throws UsageError at the first no. */
async function askAbout(unknown: readonly Unknown[], asker: Asker): Promise<void> {
  try {
    asker.begin('Who may be called');
    for (const pair of unknown) {
      const { host, key } = pair;
      const agreed =
        key === null || isProviderKey(key) ? await askYes(pair, asker) : await askByName(pair, key, asker);
      if (!agreed)
        throw new UsageError(
          `${host} was not allowed, and nothing was sent`,
          'the address is in "endpoint" of assize.json',
        );
    }
    asker.end();
  } catch (error) {
    if (error instanceof Cancelled)
      throw new UsageError('stopped: nothing was sent', 'the same command asks again');
    throw error;
  }
}

function question({ judge, host, key }: Unknown): string {
  const clear = inClear(host) ? ', not encrypted, so that others on the way can read it' : '';
  return plainText(`Judge ${quotedName(judge)} sends ${whatIsSent(key)} to ${host}${clear}.`);
}

async function askYes(pair: Unknown, asker: Asker): Promise<boolean> {
  const answer = await asker.chooseOne(`${question(pair)} Allow it?`, [
    { value: 'no', label: 'no', hint: 'nothing is sent' },
    { value: 'yes', label: 'yes, and remember it' },
  ]);
  return answer === 'yes';
}

/** A variable that is no key of a judge provider may be anything: what is sent is not agreed to by Enter. */
async function askByName(pair: Unknown, key: string, asker: Asker): Promise<boolean> {
  const line = await asker.writeLine(
    `${question(pair)} ${key} is not the key of a model provider. To send it, type its name`,
    {
      example: 'Enter for no',
    },
  );
  return line === key;
}

function isSame(one: KeyPair, other: KeyPair): boolean {
  return one.host === other.host && one.key === other.key;
}
