// Who can be played, what the bot makes of each, and what is worth typing first.

export const command = {
  name: '/cf-clone',
  hint: 'domain origin ref_dist, or nothing for a form',
  about: 'Clone a CloudFront distribution',
} as const;

export const allowedGroup = 'cdn-operators';

/** The user group @cdn-approvers. */
export const approverMention = 'S0APPROVER1';

/** What a program's token has to hold. */
export const apiScope = 'cfclone/write';

/** The ID of #cdn. */
export const announceChannel = 'C0CDN000001';

/** By Slack user ID; whoever is not listed says nothing about themselves. */
export const roles: Readonly<Record<string, string>> = {
  U0ANA000001: 'Operator: in the Cognito group that may clone and approve.',
  U0BO0000001: 'Operator: a second one, to approve what the first asked for.',
  U0DEV000001: 'Developer: has a Cognito user, but is not in the group.',
  U0GUEST0001: 'Guest of the workspace: refused before Cognito is asked.',
  U0OTHER0001: 'Of another workspace: cannot run the command, may only click what is in a shared channel.',
  U0UNVER0001: 'In the group, but the e-mail address is not verified in Cognito.',
  U0NOMAIL001: 'Has not confirmed the e-mail address of the Slack account.',
};

export const suggestions = [
  {
    text: '/cf-clone',
    about: 'a form that asks for everything, and offers the distributions while you type',
  },
  {
    text: '/cf-clone www.example.com new-origin.example.net EREFERENCE0001',
    about: 'the whole job: a card, Approve, the ID in the thread',
  },
  {
    text: '/cf-clone app.example.com new-app.s3.eu-central-1.amazonaws.com EREFS3OAC00001',
    about: 'a bucket with access control; the thread says which policy the bucket needs',
  },
  {
    text: '/cf-clone taken.example.com new-origin.example.net EREFERENCE0001',
    about: 'a refusal: another account holds the domain',
  },
] as const;
