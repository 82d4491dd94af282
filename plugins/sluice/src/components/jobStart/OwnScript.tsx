import { type RefObject, useId, useRef, useState } from 'react';
import { Button, Flex, Text, TextField } from '@backstage/ui';
import { isScriptName, JOB_LIMITS, type JobFields } from './jobDraft';
import { ScriptEditor, type ScriptEditorHandle } from './ScriptEditor';
import { bytesOf, readScriptFile } from './scriptFile';
import styles from './jobStart.module.css';

/** A script that the person brings: from a file, or pasted. */
export function OwnScript({
  name,
  text,
  onChange,
  scriptBytes,
  editor,
}: {
  name: string;
  text: string;
  onChange: (part: Pick<Partial<JobFields>, 'ownName' | 'ownText'>) => void;
  scriptBytes: number;
  editor: RefObject<ScriptEditorHandle>;
}) {
  const descriptionId = useId();
  const bytes = bytesOf(text);
  return (
    <Flex direction="column" gap="4">
      <TextField
        label="Name of the script"
        description="Letters, digits, dots, dashes and underscores, such as readmissions.py."
        isRequired
        maxLength={JOB_LIMITS.scriptName}
        value={name}
        isInvalid={name !== '' && !isScriptName(name)}
        onChange={ownName => onChange({ ownName })}
      />
      <FileButton
        scriptBytes={scriptBytes}
        onRead={file => onChange({ ownName: file.name, ownText: file.text })}
      />
      <ScriptEditor
        ref={editor}
        label="Text of the script"
        value={text}
        onChange={ownText => onChange({ ownText })}
        isInvalid={bytes > scriptBytes}
        describedBy={descriptionId}
      />
      <Text
        id={descriptionId}
        variant="body-small"
        color={bytes > scriptBytes ? 'danger' : 'secondary'}
      >
        {bytes} of {scriptBytes} bytes
      </Text>
    </Flex>
  );
}

function FileButton({
  scriptBytes,
  onRead,
}: {
  scriptBytes: number;
  onRead: (file: { name: string; text: string }) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const read = async (file: File) => {
    const result = await readScriptFile(file, scriptBytes);
    if (result.text === undefined) {
      setProblem(result.problem);
    } else {
      setProblem(undefined);
      onRead(result);
    }
  };
  return (
    <Flex align="center" gap="3" className={styles.wrap}>
      <Button
        variant="secondary"
        size="small"
        onPress={() => input.current?.click()}
      >
        Choose a file…
      </Button>
      <input
        ref={input}
        type="file"
        accept=".py,text/x-python,text/plain"
        aria-label="File of the script"
        hidden
        onChange={event => {
          const file = event.target.files?.[0];
          // So that the same file can be chosen again after it was changed.
          event.target.value = '';
          if (file) read(file);
        }}
      />
      {problem && (
        <Text
          role="alert"
          variant="body-small"
          color="danger"
          className={styles.anywhere}
        >
          {problem}
        </Text>
      )}
    </Flex>
  );
}
