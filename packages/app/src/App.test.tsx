import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import App from './App';

function startApp(sluice: object) {
  process.env = {
    NODE_ENV: 'test',
    APP_CONFIG: [
      {
        data: {
          app: { title: 'Test' },
          backend: { baseUrl: 'http://localhost:7007' },
          sluice,
        },
        context: 'test',
      },
    ] as any,
  };
  return render(App.createRoot());
}

const personas = [
  {
    name: 'amara.okafor',
    title: 'Amara Okafor',
    description: 'Patients Care Team',
    role: 'consumer',
  },
];

describe('App', () => {
  afterEach(() => {
    window.sessionStorage.clear();
    jest.restoreAllMocks();
  });

  it('lets a visitor of the demo choose whom to be', async () => {
    const requests: Request[] = [];
    jest.spyOn(global, 'fetch').mockImplementation(async (input, init) => {
      requests.push(new Request(input, init));
      return new Response('{}', { status: 503 });
    });
    startApp({ sandbox: { enabled: true, personas } });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign in as Amara Okafor' }),
    );

    expect(
      await screen.findByText(/tries again by itself/),
    ).toBeInTheDocument();
    const signIn = requests.find(({ url }) => url.includes('sluice-demo'));
    expect(signIn?.headers.get('x-sluice-persona')).toBe('amara.okafor');

    await userEvent.click(
      screen.getByRole('button', { name: 'Choose somebody else' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Sign in as Amara Okafor' }),
    ).toBeInTheDocument();
  });
});
