// What the help and the Home tab say about the command.
export const usage = [
  '*Clone a CloudFront distribution*',
  '`/cf-clone domain origin ref_dist`, for example `/cf-clone www.example.com new-origin.example.net E2ABCDEFGHIJKL`',
  '`/cf-clone` alone opens a form. So do the shortcuts *Clone a distribution* and, on a card, *Clone like this one*.',
  '`/cf-clone many` opens a form for several clones of one reference, which are approved together on one card.',
  '• `domain`: the new alias; an ACM certificate in us-east-1 has to cover it',
  '• `origin`: the host that replaces the reference’s main origin',
  '• `ref_dist`: the distribution to copy: its ID, its ARN, its `d….cloudfront.net` name or one of its aliases, as in `/cf-clone www.example.com new-origin.example.net ref.example.com`',
  'A card shows what would be created; nothing is created before somebody approves it.',
  '*Undo a clone*',
  '`/cf-clone undo www.example.com`: a card shows what would be removed; after an approval the clone is disabled, and deleted after a grace time',
  '*Look for clones*',
  '`/cf-clone history [words] [by:@person] [from:EREF] [state:cloned] [since:30d]`: this channel’s clones, newest first',
  '`/cf-clone history everywhere …`: all of the account, by the tags of the distributions',
  '`/cf-clone status www.example.com`: the state of a clone; the ID of a distribution works too. Without both: which permissions the bot’s role lacks',
].join('\n');
