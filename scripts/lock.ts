// Mends package-lock.json after `npm install`, so that `npm ci` passes on every machine: node scripts/lock.ts
//
// npm leaves the binaries of foreign platforms out of the lock file where the registry at hand does not carry them, and
// then `npm ci` refuses the file ("Missing: … from lock file"). Addresses of the registry at hand go too, so that every
// machine uses its own.
import { readFileSync, writeFileSync } from 'node:fs';

type LockEntry = {
  version?: string | undefined;
  resolved?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, LockEntry> };

const OPERATING_SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x'];

/** The platform that a binary is for, as its package name says. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = OPERATING_SYSTEMS.find((word) => words.includes(word));
  const cpu = PROCESSORS.find((word) => words.includes(word));
  const last = words.at(-1) ?? '';
  return {
    ...(os === undefined ? {} : { os: [os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os !== 'linux' ? {} : { libc: [last.startsWith('musl') ? 'musl' : 'glibc'] }),
  };
}

/** npm writes the version first and the rest by name; any other order would change at the next `npm install`. */
function inNpmOrder({ version, ...rest }: LockEntry): LockEntry {
  return { version, ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Adds the optional binaries that are missing and drops download addresses; returns how many of each. */
export function mend(lock: Lock): { added: number; dropped: number } {
  let added = 0;
  let dropped = 0;
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.resolved?.startsWith('http')) {
      delete entry.resolved;
      dropped += 1;
    }
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      const nested = `${path}/${place}`;
      if (lock.packages[place] !== undefined || lock.packages[nested] !== undefined) continue;
      lock.packages[place] = inNpmOrder({
        version,
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
        ...platformOf(name),
      });
      added += 1;
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  return { added, dropped };
}

if (import.meta.main) {
  const path = new URL('../package-lock.json', import.meta.url);
  const lock: Lock = JSON.parse(readFileSync(path, 'utf8'));
  const { added, dropped } = mend(lock);
  if (added + dropped > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${added} binaries added, ${dropped} addresses dropped`);
}
