// The pictures of the README and of docs/using.md: a card from the request to the deployment, a refusal, and a redrawn card.
import type { Sandbox } from '../sandbox/run/sandbox.js';
import { order, people, reference, type Visitor } from '../test/e2e/visitor.js';
import { take, takeReplies } from './pictures.js';

export async function takeCardPictures(visitor: Visitor, { aws }: Sandbox): Promise<void> {
  await visitor.order(order);
  await take(visitor, visitor.card, 'card-pending');

  await visitor.become(people.dev);
  await visitor.approve();
  await visitor.seesEphemeral('Nothing was created');
  await take(visitor, visitor.ephemeral, 'refusal');

  await visitor.become(people.bo);
  await visitor.approve();
  await visitor.seesCard(': deployed');
  await take(visitor, visitor.card, 'card-done');
  await visitor.openThread();
  await visitor.seesInThread('Deployed after');
  await takeReplies(visitor, 'thread');

  await visitor.become(people.ana);
  await visitor.order(`/cf-clone shop.example.com new-origin.example.net ${reference}`);
  const main = aws.store.distributions.get(reference);
  if (!main) throw new Error('the account has no main reference');
  aws.store.mergeConfig(main, { PriceClass: 'PriceClass_All', DefaultRootObject: 'home.html' });
  await visitor.become(people.bo);
  await visitor.approve();
  await visitor.seesCard('What changed since');
  await take(visitor, visitor.card, 'moved');
}
