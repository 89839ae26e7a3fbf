// The pictures of docs/many.md and docs/undo.md.
import { people, sees, type Visitor } from '../test/e2e/visitor.js';
import { take } from './pictures.js';

const lines = [
  'www.example.com',
  'shop.example.com shop-origin.example.net',
  'news.example.com',
  'www.elsewhere.test',
  ...Array.from({ length: 6 }, (_, index) => `team-${index + 1}.example.com`),
];

export async function takeListPictures(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.become(people.ana);
  await visitor.type('/cf-clone many');
  await visitor.form.waitFor();
  await visitor.field('Reference').fill('example');
  await page.getByTestId('option-EREFERENCE0001').click();
  await visitor.field('Lines').first().fill(lines.join('\n'));
  await visitor.field('Origin for all').fill('new-origin.example.net');
  await take(visitor, visitor.form, 'many-form');
  await visitor.sendForm();
  await visitor.seesCard('waiting for approval');
  await visitor.button('Approve').waitFor();
  await visitor.leaveForm();
  await take(visitor, visitor.card, 'many-pending');
  await visitor.become(people.bo);
  await visitor.approve();
  await visitor.seesCard('all 9 deployed');
  await take(visitor, visitor.card, 'many-done');

  await visitor.become(people.ana);
  await visitor.type('/cf-clone undo shop.example.com');
  await sees(visitor.card, 'Undo');
  await take(visitor, visitor.card, 'undo-pending');
  await visitor.become(people.bo);
  await visitor.button('Approve the undo').click();
  await page.getByTestId('confirm-yes').click();
  await visitor.button('Restore').waitFor();
  await take(visitor, visitor.card, 'undo-disabled');
}
