import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { keyPattern } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { mendableDocuments, otherDocuments } from './encrypted.ts';
import { type CheckPrinted, checked, filesOf, idsWith, type PlanPrinted, planned, type Situation } from './printed.ts';
import { ACL, FOREIGN, LOCK, mendable, others, policyOf, WRITE } from './situations.ts';
import { argumentsFor, Folder, handOver, ROOT, trailmend } from './trailmend.ts';

const CONTRACT = join(ROOT, '..', 'shared', 'contract');
const skip = existsSync(CONTRACT) ? false : 'the contract is not beside this checkout';

function validator(name: string): ValidateFunction {
  const schema: object = JSON.parse(readFileSync(join(CONTRACT, `${name}.schema.json`), 'utf8'));
  return new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(schema);
}

const validators = skip === false ? { check: validator('check'), plan: validator('plan') } : null;

function assertValid(name: 'check' | 'plan', value: unknown): void {
  const validate = validators?.[name];
  assert.ok(validate !== undefined);
  assert.ok(validate(value), JSON.stringify(validate.errors, null, 2));
}

/** The exit code that the contract gives for what was printed. */
function codeOfCheck({ trails }: CheckPrinted): number {
  const verdicts = trails.flatMap(({ checks }) =>
    checks.filter(({ severity }) => severity !== 'advice').map(({ verdict }) => verdict),
  );
  return verdicts.includes('broken') ? 2 : verdicts.includes('unknown') ? 1 : 0;
}

const leftOf = ({ documents, actions, notRepairable }: PlanPrinted): number =>
  documents.length + actions.length + notRepairable.length;

const all: Readonly<Record<string, Situation>> = { ...mendable, ...others, ...mendableDocuments, ...otherDocuments };

describe('what is printed as JSON keeps the contract', { skip, concurrency: 2 }, () => {
  for (const [name, situation] of Object.entries(all)) {
    it(name, async () => {
      const [check, checkCode] = await checked(situation);
      assertValid('check', check);
      assert.equal(checkCode, codeOfCheck(check));
      const [plan, planCode] = await planned(situation);
      assertValid('plan', plan);
      const open = idsWith('unknown', check).length > 0;
      assert.equal(planCode, leftOf(plan) > 0 ? 2 : open ? 1 : 0);
    });
  }

  it('apply --out prints what plan does, and that nothing was changed in AWS', async () => {
    const folder = new Folder();
    const situations = { ...mendableDocuments, 'a foreign Deny': { trail: SINGLE, policy: policyOf(ACL, LOCK) } };
    for (const [name, situation] of Object.entries(situations)) {
      const { args, input } = handOver(situation.policy);
      const all = [...argumentsFor(situation.trail), ...args, ...filesOf(situation, folder), '--format', 'json'];
      const { output, errors } = await trailmend(['apply', ...all, '--out', `${folder.path}/${name}`], { input });
      assert.equal(errors, '');
      const { changes, ...rest } = JSON.parse(output);
      assertValid('plan', rest);
      assert.deepEqual(changes, []);
      assert.deepEqual(rest, (await planned(situation))[0]);
    }
    folder.remove();
  });

  it('and the schemas do refuse what does not', async () => {
    const [check] = await checked({ trail: SINGLE, policy: null });
    const [plan] = await planned({ trail: SINGLE, policy: null });
    const { delivers: _, ...withoutDelivers } = check;
    assert.ok(!validators?.check(withoutDelivers));
    assert.ok(!validators?.check({ ...check, trails: [] }));
    assert.ok(!validators?.plan({ ...plan, documents: plan.documents.map(({ after, ...rest }) => rest) }));
  });
});

describe('the examples of the contract', { concurrency: 2 }, () => {
  it('a healthy policy: 0 and nothing to do', async () => {
    const situation: Situation = { trail: SINGLE, policy: policyOf(ACL, WRITE) };
    const [{ delivers, warnings }, checkCode] = await checked(situation);
    assert.deepEqual([delivers, checkCode, warnings], [true, 0, []]);
    const [{ documents, actions, notRepairable }, planCode] = await planned(situation);
    assert.deepEqual([documents, actions, notRepairable, planCode], [[], [], [], 0]);
  });

  it('the write is gone: 2, and the proof is a key as CloudTrail writes it', async () => {
    const situation: Situation = { trail: SINGLE, policy: policyOf(ACL) };
    const [check, checkCode] = await checked(situation);
    assert.deepEqual([check.delivers, checkCode], [false, 2]);
    assert.deepEqual(idsWith('broken', check), ['bucket-policy-allows-log-delivery']);
    const found = check.trails[0]?.checks.find(({ verdict }) => verdict === 'broken');
    assert.equal(found?.evidence?.refused?.length, 1);
    const [{ action, resource } = { action: '', resource: '' }] = found?.evidence?.refused ?? [];
    assert.equal(action, 's3:PutObject');
    assert.ok(resource.startsWith('arn:aws:s3:::example-logs/'), resource);
    assert.match(resource.slice('arn:aws:s3:::example-logs/'.length), keyPattern(SINGLE));

    const [{ documents, notRepairable }, planCode] = await planned(situation);
    assert.deepEqual([documents.length, notRepairable, planCode], [1, [], 2]);
    assert.deepEqual(documents[0]?.before, policyOf(ACL));
    assert.deepEqual(documents[0]?.after, policyOf(ACL, WRITE));
    assert.deepEqual(documents[0]?.added, [WRITE]);
  });

  it('a foreign Deny: 2, the statement is named, and the way around it can be pasted', async () => {
    const policy = policyOf(ACL, WRITE, FOREIGN, LOCK);
    const [check, checkCode] = await checked({ trail: SINGLE, policy });
    assert.deepEqual([check.delivers, checkCode], [false, 2]);
    assert.deepEqual(idsWith('broken', check), ['bucket-policy-has-no-blocking-deny']);
    const found = check.trails[0]?.checks.find(({ verdict }) => verdict === 'broken');
    const { index, sid } = found?.evidence?.statement ?? { index: -1, sid: null };
    assert.deepEqual({ index, sid }, { index: 3, sid: 'Lock' });
    assert.equal(found?.evidence?.refused?.[0]?.action, 's3:PutObject');

    const [plan, planCode] = await planned({ trail: SINGLE, policy });
    assert.deepEqual([plan.documents, planCode], [[], 2]);
    const [{ id, suggestion } = { id: '', suggestion: null }] = plan.notRepairable;
    assert.equal(id, 'bucket-policy-has-no-blocking-deny');
    // Pasted in the place of the Deny, it does what it says.
    assert.ok(typeof suggestion === 'object' && suggestion !== null && !Array.isArray(suggestion));
    const [pasted] = await checked({ trail: SINGLE, policy: { Statement: [ACL, WRITE, FOREIGN, suggestion] } });
    assert.deepEqual(idsWith('broken', pasted), []);
    assert.deepEqual({ ...suggestion, Condition: null }, { ...LOCK, Condition: null });
  });
});
