import { useState } from 'react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RowFilterEditor } from './RowFilterEditor';

const column = (
  name: string,
  type = 'string',
  more: Partial<SluiceApi.Column> = {},
) => ({ name, type, lfTags: [], ...more });

const COLUMNS = [
  column('state'),
  column('status'),
  column('visits', 'bigint'),
  column('photo', 'binary'),
];

/** The editor in a form that holds its text, inside of something that Escape closes. */
function renderEditor(begin = '') {
  let held = begin;
  const onEscape = jest.fn();
  function Form() {
    const [text, setText] = useState(begin);
    held = text;
    return (
      // eslint-disable-next-line jsx-a11y/no-static-element-interactions
      <div onKeyDown={({ key }) => key === 'Escape' && onEscape()}>
        <RowFilterEditor columns={COLUMNS} value={text} onChange={setText} />
      </div>
    );
  }
  renderInTestApp(<Form />);
  return { held: () => held, onEscape };
}

const field = () =>
  screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Row filter' });
const options = () =>
  screen.queryAllByRole('option').map(({ textContent }) => textContent);

describe('RowFilterEditor', () => {
  it('is completed by the keyboard alone, from the column to the constant', async () => {
    const { held } = renderEditor();
    await userEvent.type(await field(), 'sta');
    expect(options()).toEqual(['statestring', 'statusstring']);

    await userEvent.keyboard('{ArrowDown}');
    const active = screen.getByRole('option', { selected: true });
    expect(active).toHaveTextContent('status');
    expect(await field()).toHaveAttribute('aria-activedescendant', active.id);
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(held()).toBe('state ');

    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(held()).toBe('state = ');
    await userEvent.keyboard('{ArrowDown}{Enter}Texas');
    expect(held()).toBe("state = 'Texas'");
    expect(
      screen.getByText('Lake Formation takes this filter.'),
    ).toBeInTheDocument();
  });

  it('closes the list by Escape, and only then what is around it', async () => {
    const { held, onEscape } = renderEditor();
    await userEvent.type(await field(), 'sta');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    expect(onEscape).not.toHaveBeenCalled();
    expect(held()).toBe('sta');

    await userEvent.keyboard('{Escape}');
    expect(onEscape).toHaveBeenCalledTimes(1);
  });

  it('begins a new line by Enter where nothing was chosen', async () => {
    const { held } = renderEditor();
    await userEvent.type(await field(), 'visits = 1 ');
    expect(options()).toEqual(['andkeyword', 'orkeyword']);
    await userEvent.keyboard('{Enter}');
    expect(held()).toBe('visits = 1 \n');
  });

  it('does not lie over the form when the filter is complete', async () => {
    renderEditor();
    await userEvent.type(await field(), "state = 'Texas'");
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    await userEvent.keyboard(' ');
    expect(options()).toEqual(['andkeyword', 'orkeyword']);
  });

  it('completes in the midst of a text, by the mouse', async () => {
    const { held } = renderEditor("st = 'Texas'");
    const area = await field();
    await userEvent.click(area);
    area.setSelectionRange(2, 2);
    await userEvent.keyboard('{Control>} {/Control}');
    await userEvent.click(screen.getByRole('option', { name: /^status/ }));
    expect(held()).toBe("status = 'Texas'");
    expect(area).toHaveFocus();
    expect(area.selectionStart).toBe('status'.length);
  });

  it('says where a filter is wrong', async () => {
    renderEditor("visits = 'x'");
    expect(await screen.findByText(/visits is an integer/)).toBeInTheDocument();
    expect(screen.getByText('At character 1:')).toBeInTheDocument();
    expect(await field()).toHaveAttribute('aria-invalid', 'true');
    expect(screen.queryByText(/made-up rows match/)).not.toBeInTheDocument();
  });

  it('is tried on rows that are said to be made up', async () => {
    renderEditor("state = 'Texas'");
    await userEvent.click(
      await screen.findByRole('button', {
        name: /^\d+ of 200 made-up rows match/,
      }),
    );
    expect(screen.getByText(/None of them is data/)).toBeInTheDocument();
    const rows = within(screen.getByRole('table', { name: 'Made-up rows' }));
    expect(
      rows.getAllByRole('row', { name: /^yes Texas/ }).length,
    ).toBeGreaterThan(0);
    expect(rows.getAllByRole('row', { name: /^no/ }).length).toBeGreaterThan(0);
    expect(rows.queryByRole('row', { name: /^no Texas/ })).toBeNull();
  });

  it.each([
    ['visits = 1 and visits = 2', /No row .* matches/],
    ['true', /Every row .* matches/],
  ])('warns of what selects nothing or all: %s', async (text, warning) => {
    renderEditor(text);
    expect(await screen.findByText(warning)).toBeInTheDocument();
  });
});
