import { useRef } from 'react';
import { useMutation } from '@tanstack/react-query';

/**
 * Something that a button sets off. While it is under way, starting it again
 * does nothing: the second click of a double click comes before the button can
 * show that it is pending.
 */
export function useAction<Argument = void, Result = unknown>(options: {
  action: (argument: Argument) => Promise<Result>;
  onSuccess?: (result: Result) => unknown;
}) {
  const underWay = useRef(false);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: options.action,
    onSuccess: options.onSuccess,
    onSettled: () => {
      underWay.current = false;
    },
  });
  const start = (argument: Argument) => {
    if (underWay.current) return;
    underWay.current = true;
    mutate(argument);
  };
  return { start, isPending, isSuccess, error };
}
