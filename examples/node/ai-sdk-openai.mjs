import { createOpenAI } from '@ai-sdk/openai';
import { driveModel } from './ai-sdk.mjs';
import { key } from './driver.mjs';

driveModel((base) => createOpenAI({ baseURL: `${base}/v1`, apiKey: key })('tiny')); // asks /responses
