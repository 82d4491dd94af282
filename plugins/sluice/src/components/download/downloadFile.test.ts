import { downloadFile } from './downloadFile';

it('gives the browser a text to save, and forgets it', async () => {
  const blobs: Blob[] = [];
  const revoked: string[] = [];
  // jsdom has neither.
  URL.createObjectURL = blob => {
    blobs.push(blob as Blob);
    return 'blob:plan';
  };
  URL.revokeObjectURL = url => revoked.push(url);
  const clicked: [string, string][] = [];
  jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(function click(this: HTMLAnchorElement) {
      clicked.push([this.href, this.download]);
    });

  downloadFile('plan.tf', 'resource {}');

  expect(clicked).toEqual([['blob:plan', 'plan.tf']]);
  expect(blobs.map(({ size }) => size)).toEqual(['resource {}'.length]);
  expect(revoked).toEqual(['blob:plan']);
});
