/** Notices as they are written: what is recognized, what it is about, and how it reads. */
import { z } from 'zod';
import type { Notice } from '../../data/index.ts';

/** Facts are made by us and of any shape: they are carried, not looked into. */
const facts = z.custom<Notice['facts']>((value) => typeof value === 'object' && value !== null);

export const saidSchema = z.object({ code: z.string(), facts, text: z.string() });

/** A warning says too what it means for the answers, and what to do. */
export const saidWarningSchema = saidSchema.extend({ meaning: z.string() });
