import reprise from 'reprise/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({ plugins: [reprise({ upstream: 'https://api.openai.com/v1' })] });
