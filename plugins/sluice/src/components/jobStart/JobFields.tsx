import { useEffect, useRef } from 'react';
import { Flex, TextAreaField } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ErrorState } from '../states';
import { AdvancedFields } from './AdvancedFields';
import { Expectations } from './Expectations';
import { JobAnswer } from './JobAnswer';
import { OwnScript } from './OwnScript';
import { ScriptChoice } from './ScriptChoice';
import { type ScriptEditorHandle } from './ScriptEditor';
import { type JobForm } from './useJobForm';

/** What is to run, and what would come of it. */
export function JobFields({
  form,
  options,
}: {
  form: JobForm;
  options: SluiceApi.JobOptions;
}) {
  const { kind, fields, change, check, start } = form;
  const editor = useRef<ScriptEditorHandle>(null);
  const isOwn = kind === 'script' && fields.choice === 'own';
  return (
    <Flex direction="column" gap="5">
      {kind === 'script' && (
        <>
          <ScriptChoice
            scripts={options.scripts}
            value={fields.choice}
            onChange={choice => change({ choice })}
          />
          {isOwn && (
            <OwnScript
              name={fields.ownName}
              text={fields.ownText}
              onChange={change}
              scriptBytes={options.limits.scriptBytes}
              editor={editor}
            />
          )}
          <TextAreaField
            label="Arguments"
            description="One a line; empty lines are left out."
            value={fields.arguments}
            onChange={text => change({ arguments: text })}
          />
        </>
      )}
      {kind === 'verification' && (
        <Expectations
          check={check}
          value={fields.expectedRows}
          onChange={expectedRows => change({ expectedRows })}
        />
      )}
      <AdvancedFields
        profile={fields.profile}
        resources={fields.resources ?? options.defaults}
        limits={options.limits.resources}
        onChange={change}
      />
      <JobAnswer
        kind={kind}
        check={check}
        onChooseLine={
          isOwn ? line => editor.current?.showLine(line) : undefined
        }
      />
      {start.error && <StartFailure error={start.error} />}
    </Flex>
  );
}

/** Brought into sight: the button that was pressed stands below all of the form. */
function StartFailure({ error }: { error: Error }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not in all of the places where tests run.
    place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [error]);
  return (
    <div ref={place} role="alert">
      <ErrorState error={error} action="start" what="the job" />
    </div>
  );
}
