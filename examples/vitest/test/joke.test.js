import { expect, test } from 'reprise/vitest';
import { joke } from '../joke.js';

test('tells a joke', async () => {
  expect(await joke('chickens')).toContain('chickens');
});
