import { act, renderHook, waitFor } from '@testing-library/react';
import { QueryProvider } from './QueryProvider';
import { useAction } from './useAction';

/** An action that ends when the test says so. */
function controlled() {
  const ends: (() => void)[] = [];
  const action = jest.fn(
    (_: string) => new Promise<void>(resolve => ends.push(resolve)),
  );
  return { action, end: () => ends.shift()!() };
}

describe('useAction', () => {
  it('is not started again while it is under way, though nothing was drawn since', async () => {
    const { action, end } = controlled();
    const { result } = renderHook(() => useAction({ action }), {
      wrapper: QueryProvider,
    });

    act(() => {
      result.current.start('first');
      result.current.start('second');
    });
    await waitFor(() => expect(action).toHaveBeenCalledTimes(1));
    expect(action.mock.calls[0][0]).toBe('first');

    end();
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
    act(() => result.current.start('third'));
    await waitFor(() => expect(action).toHaveBeenCalledTimes(2));
    expect(action.mock.calls[1][0]).toBe('third');
  });

  it('can be started again after it failed', async () => {
    const action = jest
      .fn<Promise<void>, []>()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue();
    const { result } = renderHook(() => useAction({ action }), {
      wrapper: QueryProvider,
    });

    act(() => result.current.start());
    await waitFor(() => expect(result.current.error?.message).toBe('away'));
    act(() => result.current.start());
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
  });
});
