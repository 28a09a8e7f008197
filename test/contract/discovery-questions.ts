import type { Discovery } from '../../shared/discovery/ports.ts';
import type { Reading } from '../../shared/reconcile/reading.ts';
import type { Answers } from './discovery-service.ts';

export const ACCOUNT = '111122223333';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
export const STORE = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:eventdatastore/aaaa`;
const ALIAS = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/audit`;
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:files`;

/** Every question, a right answer to it, and what becomes of that. */
export const QUESTIONS: readonly {
  readonly name: string;
  readonly question: (port: Discovery) => Promise<Reading<unknown>>;
  readonly answers: Answers;
  readonly value: unknown;
  readonly missing: { readonly action: string; readonly resource: string };
}[] = [
  {
    name: 'who calls',
    question: (port) => port.caller(),
    answers: {
      GetCallerIdentity: () => ({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/dana`, UserId: 'AIDA' }),
    },
    value: { account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/dana` },
    missing: { action: 'sts:GetCallerIdentity', resource: 'the credentials' },
  },
  {
    name: 'which trails there are, in pages',
    question: (port) => port.trailArns(),
    answers: {
      ListTrails: ({ NextToken }) =>
        NextToken === undefined
          ? { Trails: [{ TrailARN: `${TRAIL}2` }], NextToken: 'more' }
          : { Trails: [{ TrailARN: TRAIL }] },
    },
    value: [TRAIL, `${TRAIL}2`],
    missing: { action: 'cloudtrail:ListTrails', resource: 'the account' },
  },
  {
    name: 'the organization',
    question: (port) => port.organization('aws'),
    answers: { DescribeOrganization: () => ({ Organization: { Id: 'o-exampleorgid', MasterAccountId: ACCOUNT } }) },
    value: { id: 'o-exampleorgid', managementAccount: ACCOUNT },
    missing: { action: 'organizations:DescribeOrganization', resource: 'the organization' },
  },
  {
    name: 'the root, on a second page',
    question: (port) => port.root('aws'),
    answers: {
      ListRoots: ({ NextToken }) =>
        NextToken === undefined ? { Roots: [], NextToken: 'more' } : { Roots: [{ Id: 'r-a1b2' }] },
    },
    value: 'r-a1b2',
    missing: { action: 'organizations:ListRoots', resource: 'the organization' },
  },
  {
    name: 'the delegated administrators of CloudTrail, in pages',
    question: (port) => port.administrators('aws'),
    answers: {
      ListDelegatedAdministrators: ({ ServicePrincipal, NextToken }) =>
        ServicePrincipal !== 'cloudtrail.amazonaws.com'
          ? { error: 'InvalidInputException' }
          : {
              DelegatedAdministrators: [{ Id: NextToken === undefined ? '1' : '2' }],
              ...(NextToken === undefined ? { NextToken: 'more' } : {}),
            },
    },
    value: ['1', '2'],
    missing: { action: 'organizations:ListDelegatedAdministrators', resource: 'the organization' },
  },
  {
    name: 'what an account administers, in pages',
    question: (port) => port.delegatedTo('aws', ACCOUNT),
    answers: {
      ListDelegatedServicesForAccount: ({ AccountId, NextToken }) =>
        NextToken === undefined
          ? { DelegatedServices: [{ ServicePrincipal: `${AccountId}.example.com` }], NextToken: 'more' }
          : { DelegatedServices: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }] },
    },
    value: [`${ACCOUNT}.example.com`, 'cloudtrail.amazonaws.com'],
    missing: { action: 'organizations:ListDelegatedServicesForAccount', resource: ACCOUNT },
  },
  {
    name: 'the accounts, in pages, but those that are closed',
    question: (port) => port.accounts('aws', 10),
    answers: {
      ListAccounts: ({ NextToken }) =>
        NextToken === undefined
          ? {
              Accounts: [
                { Id: '1', Name: 'Root', Status: 'ACTIVE' },
                { Id: '2', Name: 'Old', Status: 'SUSPENDED' },
              ],
              NextToken: 'more',
            }
          : { Accounts: [{ Id: '3', Name: 'Logs', State: 'ACTIVE' }] },
    },
    value: {
      accounts: [
        { id: '1', name: 'Root' },
        { id: '3', name: 'Logs' },
      ],
      isComplete: true,
    },
    missing: { action: 'organizations:ListAccounts', resource: 'the organization' },
  },
  {
    name: 'the key behind an alias',
    question: (port) => port.key(ALIAS),
    answers: { DescribeKey: ({ KeyId }) => (KeyId === ALIAS ? { KeyMetadata: { KeyId: '1234abcd', Arn: KEY } } : {}) },
    value: KEY,
    missing: { action: 'kms:DescribeKey', resource: ALIAS },
  },
  {
    name: 'the key of a topic',
    question: (port) => port.topic(TOPIC),
    answers: { GetTopicAttributes: () => ({ Attributes: { entry: [{ key: 'KmsMasterKeyId', value: 'alias/x' }] } }) },
    value: { kmsKeyId: 'alias/x' },
    missing: { action: 'sns:GetTopicAttributes', resource: TOPIC },
  },
  {
    name: 'the event data stores of a Region, in pages',
    question: (port) => port.eventDataStores('us-east-1'),
    answers: {
      ListEventDataStores: ({ NextToken }) =>
        NextToken === undefined
          ? { EventDataStores: [{ EventDataStoreArn: STORE, Name: 'listed' }], NextToken: 'more' }
          : { EventDataStores: [{ EventDataStoreArn: `${STORE}b` }] },
      GetEventDataStore: ({ EventDataStore }) => ({ Name: `${EventDataStore}`.slice(-5), Status: 'ENABLED' }),
    },
    value: [
      { arn: STORE, name: '/aaaa', status: 'ENABLED' },
      { arn: `${STORE}b`, name: 'aaaab', status: 'ENABLED' },
    ],
    missing: { action: 'cloudtrail:ListEventDataStores', resource: 'the account in us-east-1' },
  },
  {
    name: 'where results of queries went, each once',
    question: (port) => port.savedResults(STORE),
    answers: {
      ListQueries: () => ({ Queries: ['1', '2', '3'].map((QueryId) => ({ QueryId, QueryStatus: 'FINISHED' })) }),
      DescribeQuery: ({ QueryId }) => ({ QueryId, ...(QueryId === '2' ? {} : { DeliveryS3Uri: 's3://results/lake' }) }),
    },
    value: ['s3://results/lake'],
    missing: { action: 'cloudtrail:ListQueries', resource: STORE },
  },
  {
    name: 'the landing zone',
    question: (port) => port.landingZone('us-east-1'),
    answers: {
      ListLandingZones: () => ({ landingZones: [{ arn: 'arn:zone' }] }),
      GetLandingZone: () => ({ landingZone: { version: '4.0', latestAvailableVersion: '4.0', status: 'ACTIVE' } }),
    },
    value: { arn: 'arn:zone', version: '4.0', latestVersion: '4.0', status: 'ACTIVE', isDrifted: false },
    missing: { action: 'controltower:ListLandingZones', resource: 'the landing zone in us-east-1' },
  },
];
