import { createAnthropic } from '@ai-sdk/anthropic';
import { driveModel } from './ai-sdk.mjs';
import { key } from './driver.mjs';

driveModel((base) => createAnthropic({ baseURL: `${base}/v1`, apiKey: key })('tiny'));
