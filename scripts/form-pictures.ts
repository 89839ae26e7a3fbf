// The pictures of docs/form.md, one for each step.
import { reference, sees, type Visitor } from '../test/e2e/visitor.js';
import { take, takeTogether } from './pictures.js';

export async function takeFormPictures(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.getByTestId('shortcuts').click();
  const menu = page.getByRole('menu', { name: 'Shortcuts' });
  await menu.waitFor();
  await takeTogether(page, [menu, page.getByTestId('conversation').locator('.composer')], 'form-shortcuts');
  await page.keyboard.press('Escape');

  await visitor.type('/cf-clone');
  await visitor.form.waitFor();
  await take(visitor, visitor.form, 'form-empty');

  await visitor.field('Reference').fill('example');
  await sees(visitor.form.getByRole('status'), 'results');
  await take(visitor, visitor.form, 'form-reference');
  await page.getByTestId(`option-${reference}`).click();

  await visitor.field('Domain').fill('www.news.example.com');
  await visitor.field('Origin').fill('new-origin.example.net');
  await visitor.field('Reason').fill('Spring campaign');
  await visitor.sendForm();
  await page.getByTestId('input-domain').getByTestId('input-error').waitFor();
  await take(visitor, visitor.form, 'form-problem');

  await visitor.field('Domain').fill('www.example.com');
  await visitor.sendForm();
  await visitor.seesCard('waiting for approval');
  await visitor.leaveForm();
  await take(visitor, visitor.card, 'form-card');

  await visitor.button('Edit').click();
  await sees(visitor.form, 'Edit the request');
  await take(visitor, visitor.form, 'form-edit');
  await page.getByTestId('modal-close').click();
  await visitor.form.waitFor({ state: 'detached' });

  await visitor.card.hover();
  await visitor.card.getByTestId('more-actions').click();
  await page.getByRole('menu', { name: 'More actions' }).waitFor();
  await take(visitor, visitor.card, 'form-card-menu');
  await page.keyboard.press('Escape');
}
