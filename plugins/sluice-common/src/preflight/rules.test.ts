import { SETUP_RULES } from './rules';

it('explains each rule once, in sentences, with a page of AWS', () => {
  const ids = SETUP_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { explanation, docsUrl, title } of SETUP_RULES) {
    expect(title).not.toMatch(/\.$/);
    expect(explanation).toMatch(/^[A-Z].*\.$/);
    expect(docsUrl).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  }
});
