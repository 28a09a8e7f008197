// Writes the tables of docs/cost.md, as the simulation gives them: node test/scale/cost-docs.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { costTables } from './costs.ts';

const PAGE = new URL('../../docs/cost.md', import.meta.url);
const [before, , after] = readFileSync(PAGE, 'utf8').split(/<!-- (?:tables|end of tables) -->/);
writeFileSync(PAGE, `${before}<!-- tables -->\n\n${await costTables()}\n\n<!-- end of tables -->${after}`);
