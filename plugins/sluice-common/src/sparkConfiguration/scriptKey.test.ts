import { scriptKey } from './scriptKey';

const SHA256 = '0123456789abcdef'.repeat(4);

it.each([
  ['jobs', 'patients_care_team', `jobs/sluice/${SHA256}/patients_care_team.py`],
  ['/a/b/', 'x.py', `a/b/sluice/${SHA256}/x.py`],
  ['', 'my job.PY', `sluice/${SHA256}/my_job.py`],
  ['jobs', '../../etc/passwd', `jobs/sluice/${SHA256}/etc_passwd.py`],
  ['jobs', '....', `jobs/sluice/${SHA256}/script.py`],
])('keeps by content what under %p is called %p', (prefix, name, key) => {
  expect(scriptKey(prefix, SHA256, name)).toBe(key);
});

it.each(['', 'abc', `../${SHA256.slice(3)}`])(
  'refuses %p as a hash',
  sha256 => {
    expect(() => scriptKey('jobs', sha256, 'x')).toThrow(TypeError);
  },
);
