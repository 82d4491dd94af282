import { JobRun } from '../state';
import { sparkRequestOf } from './sparkProperties';

function requestOf(
  sparkSubmitParameters: string,
  properties: Record<string, string> = {},
) {
  return sparkRequestOf({
    jobDriver: {
      sparkSubmitJobDriver: {
        entryPoint: 's3://a/b.py',
        sparkSubmitParameters,
      },
    },
    configurationOverrides: {
      applicationConfiguration: [
        { classification: 'spark-defaults', properties },
        { classification: 'spark-log4j', properties: { a: 'b' } },
      ],
    },
  } as Partial<JobRun> as JobRun);
}

describe('sparkRequestOf', () => {
  it('puts parameters over the configuration', () => {
    const { properties, options, ignored } = requestOf(
      `--conf spark.a=1 --conf "spark.b=two words" --conf spark.c='x "y"=z' --driver-memory=2g --class org.example.Main -v`,
      { 'spark.a': '0', 'spark.d': '4' },
    );
    expect(Object.fromEntries(properties)).toEqual({
      'spark.a': '1',
      'spark.b': 'two words',
      'spark.c': 'x "y"=z',
      'spark.d': '4',
      'spark.driver.memory': '2g',
    });
    expect(Object.fromEntries(options)).toEqual({
      '--class': 'org.example.Main',
    });
    expect(ignored).toEqual(['spark-log4j']);
  });

  it.each([
    ['--conf "spark.a=1', /a " that is not closed/],
    ['--conf spark.a', /--conf spark\.a is not of the form property=value/],
    ['--conf', /--conf has no value/],
    ['spark.a=1', /"spark\.a=1" is not an option of spark-submit/],
    [
      '--proxy-user root',
      /--proxy-user is not an option that EMR on EKS takes/,
    ],
  ])('refuses %s', (parameters, message) => {
    expect(() => requestOf(parameters)).toThrow(
      expect.objectContaining({
        reason: 'VALIDATION_ERROR',
        message: expect.stringMatching(message),
      }),
    );
  });
});
