/** Lists as tools: a bulk act and its undoing, a saved view, an export, in a browser. */
import assert from 'node:assert/strict';
import { axe, flow, shot } from './suite.mjs';
