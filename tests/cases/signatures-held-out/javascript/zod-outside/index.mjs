import { z } from 'zod';

const Input = z.object({
  phone: z.string().length(11),
  amount: z.coerce.number().default(0),
});

export async function handler(event) {
  const parsed = Input.safeParse(JSON.parse(event));
  if (!parsed.success) {
    return { ok: false, issues: parsed.error.issues };
  }
  return { ok: true, fee: parsed.data.amount * 0.02 };
}
